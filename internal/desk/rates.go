package desk

import (
	"context"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/fault"
)

// Rates is the rate sheet of an edition of the definition that is in force, or was, as far as its lines have these words (CO-40); see
// definition.FindRates. Version 0 is the edition in force. Anybody may read it. Errors: NotFound.
func (d *Desk) Rates(_ context.Context, _ access.Actor, version int, words string) (Published, []definition.Rate, error) {
	all := d.Published()
	i := slices.IndexFunc(all, func(p Published) bool { return version == 0 || p.Version == version })
	if i < 0 {
		return Published{}, nil, fault.New(fault.NotFound, "there is no edition %d of the rate sheet", version)
	}
	return all[i], all[i].Definition.FindRates(words), nil
}
