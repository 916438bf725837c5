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

// and adds a condition with one ? for its argument.
func (w *where) and(condition string, value any) {
	w.conditions = append(w.conditions, strings.Replace(condition, "?", w.arg(value), 1))
}

// sql gives the WHERE clause.
func (w *where) sql() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conditions, " AND ")
}
