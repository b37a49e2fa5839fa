// Package importer knows the files in which other desks keep their history, and carries them into this one: whole
// lives of tickets, not their last states. It refuses to know rows and deciders: what it reads becomes the entries of
// package ticket, and the verbs of package desk take them in.
package importer
