package desk

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"nayan/internal/audit"
	"nayan/internal/consult"
	"nayan/internal/i18n"
)

// valueWords are where the words for the values of a field stand in the catalogue.
var valueWords = map[string][]string{
	"state": {"desk.state.", "booking.", "enterprise.state.", "desk.messages.state.", "desk.jobs.state."}, "job": {"desk.jobs.kind."}, "kind": {"kind."}, "audience": {"audience."}, "industry": {"industry."}, "industries": {"industry."},
	"enterprise_size": {"size."}, "sizes": {"size."}, "outcome": {"outcome."},
	"minimum_in": {"desk.kind.unit."}, "visibility": {"desk.visibility."}, "hidden_code": {"moderation.code."}, "code": {"moderation.code."}, "role": {"desk.role."}, "action": {"audit.action."}, "object_kind": {"audit.kind."},
}

// fieldWord names what was changed.
func fieldWord(ctx context.Context, field string) string {
	if field == "" {
		return i18n.T(ctx, "audit.field.value")
	}
	return word(ctx, "audit.field.", field)
}

// text writes a value for people: words of the catalogue, names for ids, times
// of the county, lists one after the other.
func (n AuditNames) text(ctx context.Context, field string, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return i18n.T(ctx, "desk.yes")
		}
		return i18n.T(ctx, "desk.no")
	case time.Time:
		return i18n.Second(ctx, v)
	case json.Number:
		return n.number(ctx, field, v)
	case string:
		if field == "overridden" {
			return overriddenWords(ctx, consult.Warnings(v))
		}
		return valueWord(ctx, field, v)
	case []any:
		return n.list(ctx, field, v)
	case audit.Object:
		return n.members(ctx, v)
	}
	return ""
}

func valueWord(ctx context.Context, field, value string) string {
	for _, prefix := range valueWords[field] {
		if i18n.Has(prefix + value) {
			return i18n.T(ctx, prefix+value)
		}
	}
	return value
}

// number writes an id as the name it stands for, and any other number as it is.
func (n AuditNames) number(ctx context.Context, field string, v json.Number) string {
	id, err := v.Int64()
	switch {
	case err != nil:
	case field == "unit_id" && id == 0:
		return i18n.T(ctx, "audit.every_unit")
	case field == "unit_id" || field == "units":
		return named(n.Units, id)
	case field == "staff_id" || field == "author_id":
		return named(n.Staff, id)
	}
	return v.String()
}

func (n AuditNames) list(ctx context.Context, field string, list []any) string {
	parts, between := make([]string, len(list)), i18n.T(ctx, "audit.between_items")
	for i, v := range list {
		if _, is := v.(audit.Object); is {
			between = "\n"
		}
		parts[i] = n.text(ctx, field, v)
	}
	return strings.Join(parts, between)
}

func (n AuditNames) members(ctx context.Context, object audit.Object) string {
	var parts []string
	for _, field := range object.Names() {
		if text := n.text(ctx, field, object[field]); text != "" {
			parts = append(parts, i18n.T(ctx, "audit.member", fieldWord(ctx, field), text))
		}
	}
	return strings.Join(parts, i18n.T(ctx, "audit.between_members"))
}

// change writes what became of a field: its value, where there was none before.
func (n AuditNames) change(ctx context.Context, c audit.Change) (before, after string) {
	before, after = n.text(ctx, c.Field, c.Before), n.text(ctx, c.Field, c.After)
	if before != "" && after == "" {
		after = i18n.T(ctx, "audit.nothing")
	}
	return before, after
}

// AuditColumns is the head of the exported table.
func AuditColumns(ctx context.Context) []string {
	columns := []string{"no", "at", "staff", "action", "kind", "id", "subject", "changes"}
	for i, c := range columns {
		columns[i] = i18n.T(ctx, "audit.column."+c)
	}
	return columns
}

// AuditRecord is an entry as a row of the exported table. A reference to a
// resident stays one.
func AuditRecord(ctx context.Context, l AuditLine, n AuditNames) []string {
	var changes []string
	for _, c := range l.Changes {
		before, after := n.change(ctx, c)
		if before != "" {
			after = i18n.T(ctx, "audit.turned", before, after)
		}
		changes = append(changes, i18n.T(ctx, "audit.member", fieldWord(ctx, c.Field), after))
	}
	return []string{id64(l.ID), l.At.In(i18n.Zone).Format(time.DateTime), n.who(ctx, l.StaffID), word(ctx, "audit.action.", l.Action),
		word(ctx, "audit.kind.", l.Kind), l.ObjectID, l.Subject, strings.Join(changes, "\n")}
}
