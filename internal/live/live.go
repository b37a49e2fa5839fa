// Package live knows topics that somebody looks at, and says "look again". It refuses to carry data: whoever is told
// asks again through the same door and the same permission.
package live
