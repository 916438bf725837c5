package repo

import (
	"strconv"
	"strings"
)

// where collects the conditions of a list and their arguments. The conditions
// are constants of this package; whatever a user typed is an argument.
type where struct {
	conditions []string
	args       []any
}

// arg adds an argument and gives its placeholder.
func (w *where) arg(value any) string {
	w.args = append(w.args, value)
	return "$" + strconv.Itoa(len(w.args))
}

// and adds a condition with a ? for each of its arguments.
func (w *where) and(condition string, values ...any) {
	for _, v := range values {
		condition = strings.Replace(condition, "?", w.arg(v), 1)
	}
	w.conditions = append(w.conditions, condition)
}

// sql gives the WHERE clause.
func (w *where) sql() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conditions, " AND ")
}
