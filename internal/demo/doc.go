// Package demo fills an empty desk with the life of a state: agencies, people, and some weeks of tickets that are
// opened, handed over, asked about, resolved, forgotten. All of it goes through the desk's own verbs under a clock that
// is wound forward, so that the demo shows nothing that the desk could not do. The package refuses to know rows, and any
// definition in particular: services, classes, channels and words are those of the desk that it finds.
package demo
