package repo_test

import (
	"slices"
	"testing"

	"nayan/repo"
	"nayan/repo/repotest"
)

// A sealed column that rotation does not know would be unreadable the day its key
// is taken away.
func TestEverySealedColumnOfTheSchemaIsKnownToRotation(t *testing.T) {
	t.Parallel()
	var inSchema, known []string
	err := repotest.DB(t).Select(&inSchema, `SELECT table_name || '.' || column_name FROM information_schema.columns
		WHERE table_schema = 'public' AND column_name LIKE '%\_sealed'`)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range repo.SealedTables {
		for _, c := range table.Columns {
			known = append(known, table.Name+"."+c.Name)
		}
	}
	slices.Sort(inSchema)
	slices.Sort(known)
	if !slices.Equal(inSchema, known) {
		t.Errorf("the schema has\n%v\nand rotation knows\n%v", inSchema, known)
	}
}

func TestTheStatementsOfRotationFitEveryTable(t *testing.T) {
	t.Parallel()
	db := repotest.DB(t)
	for _, table := range repo.SealedTables {
		read, write, count := table.Statements()
		for _, query := range []string{read, write, count} {
			stmt, err := db.PrepareContext(t.Context(), query)
			if err != nil {
				t.Errorf("%s: %v\n%s", table.Name, err, query)
				continue
			}
			if err := stmt.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}
