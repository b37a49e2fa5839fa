package desk

import (
	"context"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// entitled decides, as of now, whether somebody may ask (CO-03, ME-65). The agency is the one that the directory has for them;
// what a request says of it is a claim and grants nothing.
func entitled(ctx context.Context, tx *sqldb.Tx, def *definition.Definition, requester people.Person) (*people.Entitled, error) {
	standing, err := store.StandingOf(ctx, tx, requester, tx.Now)
	if err != nil {
		return nil, err
	}
	e := def.Entitle(standing)
	return &e, nil
}
