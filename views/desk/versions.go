package desk

import (
	"context"

	"nayan/internal/consult"
	"nayan/internal/i18n"
	consultview "nayan/views/consult"
	"nayan/views/ui"
)

// Version is a further version of a draft with the names of who had a hand in it.
type Version struct {
	consult.Version
	Author string
}

// VersionChoice is one step that the roles of who is signed in could take now, with
// why this person cannot; nil when they can.
type VersionChoice struct {
	consult.VersionTransition
	Refused string // translated
}

// VersionsPage lists the versions of a draft that is public.
type VersionsPage struct {
	Page
	Con        consult.Consultation
	Public     []consult.PublicVersion
	Others     []Version // not published: under way, or sent back
	Proposable bool      // by who is signed in, now
}

// VersionPage is one version on its way: what it changes, and what can be done.
type VersionPage struct {
	Page
	Con     consult.Consultation
	Version Version
	Changes consultview.Changes
	Choices []VersionChoice
	Form    VersionForm

	Findings Findings // of the checks, while the version is under way
}

// VersionForm is a step that was refused, as it was typed.
type VersionForm struct {
	Action consult.VersionAction
	Reason string
	Errors ui.Errors
}

func (p VersionPage) reasonField(ctx context.Context, action consult.VersionAction) ui.Field {
	f := ui.Field{ID: "reason-" + string(action), Name: "reason", Label: i18n.T(ctx, "desk.version.send_back"),
		Hint: i18n.T(ctx, "desk.reason.hint"), MaxLength: consult.MaxReason, Rows: 3, Required: true}
	if p.Form.Action == action {
		f.Value, f.Error = p.Form.Reason, p.Form.Errors.Message(ctx, "reason")
	}
	return f
}

// under gives the versions that are under way, or those that were sent back.
func (p VersionsPage) under(way bool) (list []Version) {
	for _, v := range p.Others {
		if v.State != consult.VersionPublished && (v.State != consult.VersionSentBack) == way {
			list = append(list, v)
		}
	}
	return list
}

// draftTab is the tab under which a draft is imported.
func draftTab(con consult.Consultation) Tab {
	if con.Public() {
		return TabVersions
	}
	return TabDraft
}

func uploadTitle(ctx context.Context, con consult.Consultation) string {
	if con.Public() {
		return i18n.T(ctx, "desk.version.propose")
	}
	return i18n.T(ctx, "desk.draft.upload")
}

func (p PreviewPage) versionReason(ctx context.Context) ui.Field {
	return ui.Field{ID: "reason", Name: "reason", Label: i18n.T(ctx, "desk.version.reason"), Hint: i18n.T(ctx, "desk.version.reason.hint"),
		Value: p.Reason, Error: p.Errors.Message(ctx, "reason"), MaxLength: consult.MaxReason, Rows: 4, Required: true}
}

func (p PreviewPage) finalMark(ctx context.Context) ui.Field {
	f := ui.Field{ID: "final", Name: "final", Label: i18n.T(ctx, "desk.version.final"), Hint: i18n.T(ctx, "desk.version.final.hint"),
		Error: p.Errors.Message(ctx, "final")}
	if p.Final || p.MustBeFinal {
		f.Value = "1"
	}
	return f
}

func (p PreviewPage) saveWord(ctx context.Context) string {
	if p.Con.Public() {
		return i18n.T(ctx, "desk.version.save")
	}
	return i18n.T(ctx, "desk.preview.save")
}

func versionURL(con, id int64) string { return consultationURL(con, "versions/"+id64(id)) }
