package desk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// proven lists the rows of the ledger that need no later door: each is named in a story that proves it.
var proven = map[string][]int{
	"CO": {1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 15, 16, 17, 18, 19, 21, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 37, 40, 41, 42},
	"ME": {1, 2, 3, 5, 6, 7, 8, 9, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30, 31, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 65, 66, 67, 68, 69},
	"OK": {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32},
}

func TestLedgerRowsAreProven(t *testing.T) {
	ledger, err := os.ReadFile("../../../shared/LEDGER.md")
	if err != nil {
		t.Skip("the ledger is not here: ", err)
	}
	told := map[string]bool{}
	for _, id := range rowIDs(t, "testdata/*.txt") {
		told[id] = true
	}
	for state, rows := range proven {
		for _, n := range rows {
			id := fmt.Sprintf("%s-%02d", state, n)
			if !strings.Contains(string(ledger), "| "+id+" |") {
				t.Errorf("the ledger has no row %s", id)
			}
			if !told[id] {
				t.Errorf("no story proves %s", id)
			}
		}
	}
}

var rowID = regexp.MustCompile(`\b(CO|ME|OK)-\d\d\b`)

// rowIDs are the rows that the remarks of stories name.
func rowIDs(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if _, remark, found := strings.Cut(line, "#"); found {
				ids = append(ids, rowID.FindAllString(remark, -1)...)
			}
		}
	}
	return ids
}
