package main

import (
	"context"
	"fmt"
)

// creation measures new tickets over HTTP, committed, and then the same rows by the bare driver.
func (p place) creation(ctx context.Context, o options, t *table) error {
	ours, err := p.fresh(ctx, "create")
	if err != nil {
		return err
	}
	s, err := ours.start(ctx, o.binary)
	if err != nil {
		return err
	}
	defer s.stop()
	idle, err := s.memory()
	if err != nil {
		return err
	}
	eight, err := load(ctx, 8, o.each, s.create)
	if err != nil {
		return err
	}
	loaded, err := s.memory()
	if err != nil {
		return err
	}
	one, err := load(ctx, 1, o.each, s.create)
	if err != nil {
		return err
	}
	s.stop()
	bare, err := p.fresh(ctx, "bare")
	if err != nil {
		return err
	}
	b, err := bare.copyRows(ctx, ours)
	if err != nil {
		return err
	}
	defer b.close()
	bareEight, err := load(ctx, 8, o.each, b.insert)
	if err != nil {
		return err
	}
	bareOne, err := load(ctx, 1, o.each, b.insert)
	if err != nil {
		return err
	}
	t.add("create over HTTP, committed, 8 clients", p.name, eight.rate(), bareEight.rate(), "1000 /s, half of bare")
	t.add("  p99 of it", p.name, eight.ms(99), bareEight.ms(99), "")
	t.add("create, 1 client, p50", p.name, one.ms(50), bareOne.ms(50), "3 ms")
	t.add("resident memory, empty desk", p.name, idle, "", "60 MB")
	t.add("resident memory under the create load", p.name, loaded, "", "250 MB")
	return nil
}

func (s *program) create(ctx context.Context, client, n int) error {
	return s.call(ctx, "/api/v1/tickets", map[string]any{
		"subject":     fmt.Sprintf("Printer %d on floor %d jams", n, client),
		"description": "It has been doing this since Monday, on every page. We walk to the next floor now.",
		"channel":     "portal", "type": "incident",
		"requester": map[string]string{"email": fmt.Sprintf("person%d@example.gov", n%500), "name": fmt.Sprintf("Person %d", n%500)},
	}, nil)
}
