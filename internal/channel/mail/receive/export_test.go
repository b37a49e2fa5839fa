package receive

// Bound makes the largest message that is taken smaller, so that a test need not send one of 64 MB.
func (s *Server) Bound(bytes int64) { s.smtp.MaxMessageBytes = bytes }
