package app

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"nayan/internal/consult"
	"nayan/internal/draft"
	"nayan/internal/fault"
	"nayan/repo"
)

// SaveDraft stores a parsed draft as the next version of a consultation's draft
// and makes it the current one; earlier versions stay as they are.
// Errors: Invalid without a clause; Conflict unless the consultation is being
// drafted; Forbidden for anybody but its author; NotFound.
func (a *App) SaveDraft(ctx context.Context, actor Actor, consultationID int64, fileName string, tree draft.Tree) (draftID int64, err error) {
	defer fault.Wrap(&err, "app.SaveDraft(%d)", consultationID)
	d, err := draftOf(fileName, tree)
	if err != nil {
		return 0, err
	}
	err = a.edit(ctx, actor, consultationID, func(tx *repo.Tx, c repo.DeskConsultation, now time.Time) error {
		saved, err := tx.InsertDraft(ctx, consultationID, d, actor.StaffID, now)
		if err != nil {
			return err
		}
		if err := tx.IndexConsultation(ctx, consultationID); err != nil {
			return err
		}
		draftID = saved.ID
		return tx.Audit(ctx, consultationAudit(now, actor, "draft", consultationID, seenDraft{ID: c.DraftID, Clauses: c.Clauses},
			seenDraft{ID: saved.ID, Version: saved.Version, FileName: d.FileName, Clauses: len(d.Clauses)}))
	})
	return draftID, err
}

// seenDraft is what the audit keeps of a draft.
type seenDraft struct {
	ID       int64  `json:"draft_id,omitempty"`
	Version  int    `json:"version,omitempty"`
	FileName string `json:"file_name,omitempty"`
	Clauses  int    `json:"clauses,omitempty"`
}

// flatten lists the clauses in document order. Each has its place in the list as
// its id, from 1, and its parent's place.
func flatten(tree *draft.Tree) []consult.Clause {
	var list []consult.Clause
	var above []int64 // the last clause at each depth
	for node := range tree.Walk() {
		c := consult.Clause{ID: int64(len(list) + 1), Depth: node.Depth, Kind: string(node.Clause.Kind),
			Number: plain(node.Clause.Number), Heading: plain(node.Clause.Heading), Text: plain(node.Clause.Text),
			Label: plain(node.Label)}
		if node.Depth > 0 {
			c.ParentID = above[node.Depth-1]
		}
		above = append(above[:node.Depth], c.ID)
		list = append(list, c)
	}
	return list
}

// plain leaves out what Postgres cannot store in a text.
func plain(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "") }

// maxFileName is the longest name of a file, in characters.
const maxFileName = 150

// baseName gives the last part of a file's name, without control characters, and
// short enough for every file system; its extension stays.
func baseName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, plain(name)))
	if extra := utf8.RuneCountInString(name) - maxFileName; extra > 0 {
		name = string([]rune(name)[extra:])
	}
	return name
}
