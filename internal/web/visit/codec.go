package visit

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/alexedwards/scs/v2"

	"switchboard/internal/core/people"
)

// codec writes what a session keeps: who it is, and a few short texts. The manager's own codec describes its types anew in every
// session and takes them apart anew on every request, which costs as much as two queries.
type codec struct{}

// kept is the form of a session in the database.
type kept struct {
	Until  time.Time         `json:"until"`
	Person int64             `json:"person,omitempty"`
	Texts  map[string]string `json:"texts,omitempty"`
}

// Encode writes a session. It fails on a value that is neither the person's number nor a text.
func (codec) Encode(until time.Time, values map[string]any) ([]byte, error) {
	k := kept{Until: until, Texts: make(map[string]string, len(values))}
	for name, value := range values {
		switch v := value.(type) {
		case string:
			k.Texts[name] = v
		case int64:
			if name != personKey {
				return nil, fmt.Errorf("visit: a session keeps no number %q", name)
			}
			k.Person = v
		default:
			return nil, fmt.Errorf("visit: a session keeps no %T %q", value, name)
		}
	}
	return json.Marshal(k)
}

// Decode reads a session, also one that an earlier release wrote with the manager's own codec.
func (codec) Decode(data []byte) (time.Time, map[string]any, error) {
	if len(data) > 0 && data[0] != '{' {
		return scs.GobCodec{}.Decode(data)
	}
	var k kept
	if err := json.Unmarshal(data, &k); err != nil {
		return time.Time{}, nil, fmt.Errorf("visit: a session: %w", err)
	}
	values := make(map[string]any, len(k.Texts)+1)
	for name, text := range k.Texts {
		values[name] = text
	}
	if k.Person != 0 {
		values[personKey] = k.Person
	}
	return k.Until, values, nil
}

// personIn is whose a written session is; zero for nobody's.
func personIn(data []byte) people.ID {
	_, values, err := codec{}.Decode(data)
	if err != nil {
		return 0
	}
	id, _ := values[personKey].(int64)
	return people.ID(id)
}
