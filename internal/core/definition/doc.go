// Package definition knows how a desk describes itself: one text file, written by the manager of a service desk, is
// read into calendars, targets, classes, routes and words, or refused with the line, the column and what to do. The
// same value is enforced and rendered, so that what is published and what is kept cannot drift apart.
//
// It refuses to know files, networks and today's date: bytes and instants come in as arguments. It knows no ticket; it
// answers what class one would have, who would get it and what would be promised.
package definition
