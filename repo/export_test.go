package repo

// SQL gives the statement of a filter and its arguments.
func (f AuditFilter) SQL() (query string, args []any) { return f.sql() }
