package access

// Least is the table itself, for the tests that hold it against the source.
var Least = least
