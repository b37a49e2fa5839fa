package job

import "context"

// Beat lets a test decide when the heart of a runner beats.
func Beat(ctx context.Context, r *Runner) { r.beat(ctx) }

// Prune lets a test decide when old jobs are forgotten.
func Prune(ctx context.Context, r *Runner) error { return r.prune(ctx) }
