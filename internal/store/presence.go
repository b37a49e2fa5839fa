package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/eventlog"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
)

// The kinds of the facts of who is here; they are of no ticket.
const (
	personAwayFact = "person.away"
	personHereFact = "person.here"
)

// ReleaseJob gives back what somebody who went away had not taken up. Its body is the person's number.
const ReleaseJob = "release"

// Mate is somebody of a team with what an assignment asks of them.
type Mate struct {
	people.Person
	Away  time.Time // since when; zero for somebody who is here
	Load  int       // open tickets that they have
	Level int       // of the skill that was asked for; 0: none
}

// Mates are the people of a team, by number, with their load and their level of a skill. Load is counted from an index of
// open tickets.
func Mates(ctx context.Context, q sqldb.Q, team, skill string) ([]Mate, error) {
	staff, err := Staff(ctx, q, team)
	if err != nil {
		return nil, err
	}
	more, err := sqldb.All(ctx, q, func(r sqldb.Row) (m Mate, err error) {
		err = r.Scan(&m.ID, sqldb.Into(&m.Away), &m.Load, &m.Level)
		return m, err
	}, `SELECT m.person_id, (SELECT a.since FROM absence a WHERE a.person_id = m.person_id),
			(SELECT count(*) FROM ticket t WHERE t.open AND t.assignee = m.person_id),
			coalesce((SELECT s.level FROM skill s WHERE s.person_id = m.person_id AND s.skill = $2), 0)
		FROM membership m WHERE m.team = $1 ORDER BY m.person_id LIMIT 1000`, team, skill)
	if err != nil {
		return nil, fmt.Errorf("store: people of %s: %w", team, err)
	}
	for i, m := range more {
		for _, p := range staff {
			if p.ID == m.ID {
				more[i].Person = p
			}
		}
	}
	return more, nil
}

// LastTurn is who of a team was last given work in turn; zero where nobody was.
func LastTurn(ctx context.Context, q sqldb.Q, team string) (last people.ID, err error) {
	err = q.Each(ctx, func(r sqldb.Row) error { return r.Scan(&last) }, `SELECT person_id FROM rule_turn WHERE team = $1`, team)
	return last, err
}

// SetTurn remembers it.
func SetTurn(ctx context.Context, tx *sqldb.Tx, team string, person people.ID) error {
	_, err := tx.Exec(ctx, `INSERT INTO rule_turn (team, person_id) VALUES ($1, $2) ON CONFLICT (team) DO UPDATE SET person_id = excluded.person_id`, team, int64(person))
	return err
}

// SetAway notes that somebody is away, or here again, and who says so. What changed nothing is no fact. What a person who goes away has
// not taken up goes back to its queue, by a job.
func SetAway(ctx context.Context, tx *sqldb.Tx, person people.ID, away bool, by people.ID) error {
	text, params, kind := `DELETE FROM absence WHERE person_id = $1`, []any{int64(person)}, personHereFact
	if away {
		text, kind = `INSERT INTO absence (person_id, since, set_by) VALUES ($1, $2, $3) ON CONFLICT (person_id) DO NOTHING`, personAwayFact
		params = append(params, sqldb.At(tx.Now), int64(by))
	}
	n, err := tx.Exec(ctx, text, params...)
	if err != nil || n == 0 {
		return err
	}
	id := strconv.FormatInt(int64(person), 10)
	if away {
		if err := job.Enqueue(ctx, tx, job.Job{Kind: ReleaseJob, Key: id, Body: id}); err != nil {
			return err
		}
	}
	body, err := json.Marshal(map[string]int64{"person": int64(person)})
	if err != nil {
		return err
	}
	return eventlog.Append(ctx, tx, eventlog.Fact{Kind: kind, Actor: int64(by), Body: string(body)})
}

// Absence is since when somebody is away, and who said so.
type Absence struct {
	Since time.Time
	By    people.ID
}

// Absences are those of all who are away.
func Absences(ctx context.Context, q sqldb.Q) (map[people.ID]Absence, error) {
	out := map[people.ID]Absence{}
	err := q.Each(ctx, func(r sqldb.Row) error {
		var id people.ID
		var a Absence
		err := r.Scan(&id, sqldb.Into(&a.Since), &a.By)
		out[id] = a
		return err
	}, `SELECT person_id, since, set_by FROM absence ORDER BY person_id LIMIT 10000`)
	return out, err
}

// AssignedTo are open tickets that somebody was given and has not taken up, by number, behind one.
func AssignedTo(ctx context.Context, q sqldb.Q, person people.ID, after int64, limit int) ([]int64, error) {
	return sqldb.All(ctx, q, sqldb.Value[int64], `
		SELECT id FROM ticket WHERE open AND assignee = $1 AND status <> 'in_progress' AND id > $2 ORDER BY id LIMIT $3`, int64(person), after, limit)
}

// SetSkill says how good somebody is at something, from 1 to 3; 0 takes it back.
func SetSkill(ctx context.Context, tx *sqldb.Tx, person people.ID, skill string, level int) error {
	var err error
	if level == 0 {
		_, err = tx.Exec(ctx, `DELETE FROM skill WHERE person_id = $1 AND skill = $2`, int64(person), skill)
	} else {
		_, err = tx.Exec(ctx, `INSERT INTO skill (person_id, skill, level) VALUES ($1, $2, $3)
			ON CONFLICT (person_id, skill) DO UPDATE SET level = excluded.level`, int64(person), skill, level)
	}
	return err
}

// Skill is one cell of the matrix of skills.
type Skill struct {
	Person people.ID
	Skill  string
	Level  int
}

// Skills are all cells that are not empty.
func Skills(ctx context.Context, q sqldb.Q) ([]Skill, error) {
	return sqldb.All(ctx, q, func(r sqldb.Row) (s Skill, err error) {
		err = r.Scan(&s.Person, &s.Skill, &s.Level)
		return s, err
	}, `SELECT person_id, skill, level FROM skill ORDER BY person_id, skill LIMIT 100000`)
}
