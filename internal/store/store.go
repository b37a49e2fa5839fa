// Package store knows the rows: SQL by subject, one text for both databases. It refuses to decide anything: what may be
// seen arrives as an access.Scope and stands inside each query; transactions begin in desk.
package store

// noDue sorts a ticket without a counting promise behind all others; it is the due_at of such a row.
const noDue = int64(9_000_000_000_000_000)

// urging sorts before all others what claims to be urgent until somebody has looked at it (ME-46): its due_at is that much
// less than its promise, so that no list needs another index or another order.
const urging = 2 * noDue
