package filter

// Fields are all fields, for the tests that go through them.
var Fields = fields
