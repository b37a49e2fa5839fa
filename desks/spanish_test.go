package desks_test

import (
	"reflect"
	"testing"

	"switchboard/internal/core/definition"
)

// Every word that a shipped desk says can be read in Spanish. The operator is a name.
func TestDesksSpeakSpanish(t *testing.T) {
	for _, desk := range []string{"colorado", "maine", "oklahoma"} {
		english(reflect.ValueOf(*load(t, desk)), "", func(path string, text definition.Text) {
			if path != ".Operator" {
				t.Errorf("%s: %s has no Spanish: %q", desk, path, text.En)
			}
		})
	}
}

// english visits the texts that are in English alone.
func english(v reflect.Value, path string, visit func(string, definition.Text)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			english(v.Elem(), path, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			english(v.Index(i), path, visit)
		}
	case reflect.Struct:
		if text, ok := v.Interface().(definition.Text); ok {
			if text.En != "" && text.Es == "" {
				visit(path, text)
			}
			return
		}
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				english(v.Field(i), path+"."+field.Name, visit)
			}
		}
	}
}
