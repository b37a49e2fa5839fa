package visit

import (
	"reflect"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"
	"pgregory.net/rapid"
)

// What a session keeps comes back, whether this release wrote it or one before.
func TestSessionComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := map[string]any{}
		if person := rapid.Int64Min(1).Draw(t, "person"); rapid.Bool().Draw(t, "signed in") {
			values[personKey] = person
		}
		for _, name := range []string{csrfKey, noticeKey, sentKey} {
			if rapid.Bool().Draw(t, name) {
				values[name] = rapid.String().Draw(t, "text")
			}
		}
		until := time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "until")).UTC()
		for name, c := range map[string]scs.Codec{"ours": codec{}, "before": scs.GobCodec{}} {
			data, err := c.Encode(until, values)
			if err != nil {
				t.Fatal(err)
			}
			gotUntil, got, err := codec{}.Decode(data)
			if err != nil || !gotUntil.Equal(until) || !reflect.DeepEqual(got, values) {
				t.Errorf("%s: got %v %v, %v, want %v %v", name, gotUntil, got, err, until, values)
			}
		}
	})
}

// A value of another kind is refused when it is written, not lost.
func TestSessionKeepsNoOther(t *testing.T) {
	for _, values := range []map[string]any{{"person": 7}, {"other": int64(7)}, {noticeKey: true}} {
		if data, err := (codec{}).Encode(time.Now(), values); err == nil {
			t.Errorf("%v was written as %s", values, data)
		}
	}
}

// FuzzSession reads whatever lies in the row without a panic.
func FuzzSession(f *testing.F) {
	f.Add([]byte(`{"until":"2026-03-27T16:50:00Z","person":7,"texts":{"csrf":"a"}}`))
	f.Add([]byte(``))
	f.Add([]byte{0x30, 0x7f})
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, values, err := (codec{}).Decode(data); err == nil && values == nil && len(data) > 0 && data[0] == '{' {
			t.Error("no values, and no error")
		}
	})
}

func BenchmarkSession(b *testing.B) {
	values := map[string]any{personKey: int64(7), csrfKey: "AGVuZ3RoIG9mIGEgdG9rZW4gaXMgMzIgYnl0ZXM"}
	for name, c := range map[string]scs.Codec{"ours": codec{}, "gob": scs.GobCodec{}} {
		data, err := c.Encode(time.Now(), values)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := c.Decode(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
