package desk

import (
	"context"
)

// decide finds what becomes of a mail.
func (in *incoming) decide(ctx context.Context) error {
	return in.open(ctx, in.request(in.says.Text), "")
}
