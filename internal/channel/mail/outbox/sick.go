package outbox

import (
	"context"
	"errors"
	"fmt"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/job"
)

// unwritable says that a letter is at fault and will stay so, however often it is tried (DESIGN 9.9).
type unwritable struct{ error }

func (u unwritable) Unwrap() error { return u.error }

func isUnwritable(err error) bool { return errors.As(err, &unwritable{}) }

// post is what a letter says. One that tells of what is not there, or on which our own writing breaks, is unwritable.
func (o *Outbox) post(ctx context.Context, id int64) (p desk.Post, err error) {
	defer caught(&err)
	p, err = o.Desk.Post(ctx, access.System, id)
	if fault.Is(err, fault.NotFound) && p.ID != 0 {
		err = unwritable{err}
	}
	return p, err
}

// caught makes a panic a fault of the letter.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = unwritable{fmt.Errorf("a fault in writing it: %v", p)}
	}
}

// couldNot is what is on record of such a letter.
const couldNot = "it could not be written: %v"

// giveUp ends a letter that cannot be written, where people see that it did not leave.
func (o *Outbox) giveUp(ctx context.Context, j *job.Job, letter int64, cause error) error {
	o.Log.Error("a letter cannot be written", "letter", letter, "err", cause)
	return o.settle(ctx, j, letter, desk.LetterFailed, fmt.Sprintf(couldNot, cause))
}
