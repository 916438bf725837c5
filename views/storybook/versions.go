package storybook

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"nayan/internal/account"
	"nayan/internal/compare"
	"nayan/internal/consult"
	"nayan/views/desk"

	consultview "nayan/views/consult"
)

//go:embed fixtures/versions.json
var versionsJSON []byte

// versionWords is what is said of versions, and what changes in one.
type versionWords struct{ Reason, Back, Before, Number, Text, Refused string }

func mustVersions() (w versionWords) {
	if err := json.Unmarshal(versionsJSON, &w); err != nil {
		panic(fmt.Sprintf("storybook: fixtures/versions.json: %v", err))
	}
	return w
}

// publicVersions are two versions of a draft.
func (f fixtures) publicVersions() []consult.PublicVersion {
	return []consult.PublicVersion{
		{DraftID: 1, Number: 1, Title: f.DraftTitle, PublishedAt: f.Now.AddDate(0, 0, -12)},
		{DraftID: 2, Number: 2, Title: f.DraftTitle, PublishedAt: f.Now.AddDate(0, 0, -2), Reason: mustVersions().Reason},
	}
}

// changes compares the draft with itself after a few changes.
func (f fixtures) changes() consultview.Changes {
	next, w := append([]consult.Clause{}, f.Clauses...), mustVersions()
	for i := range next {
		next[i].ID += 1000
		if i%3 == 1 {
			next[i].Text = w.Before + next[i].Text
		}
	}
	next = append(next[:len(next)-1], consult.Clause{ID: 5000, Kind: "article", Number: w.Number, Label: w.Number, Text: w.Text})
	return consultview.Changes{Old: f.Clauses, New: next, List: compare.Compare(texts(f.Clauses), texts(next)), OldAt: "/consultations/2026-0002/draft?version=1", At: "/consultations/2026-0002/draft"}
}

func texts(list []consult.Clause) (out []compare.Clause) {
	for _, c := range list {
		out = append(out, compare.Clause{Depth: c.Depth, Kind: c.Kind, Number: c.Number, Heading: c.Heading, Text: c.Text, Label: c.Label})
	}
	return out
}

func (f fixtures) versions() []Story {
	versions := f.publicVersions()
	current, old := f.draft(f.Open), f.draft(f.Open)
	current.Versions, current.Shown = versions, 2
	old.Versions, old.Shown = versions, 1
	page := consultview.ComparePage{Head: f.head(f.Open), From: versions[0], To: versions[1], Versions: versions, Changes: f.changes()}
	all := page
	all.All = true
	meanwhile := f.commentsPage(f.Open, nil)
	meanwhile.OldVersion, meanwhile.NewVersion = 1, 2
	return []Story{
		{"consultations/draft/second-version", consultview.Draft(current)},
		{"consultations/draft/old-version", consultview.Draft(old)},
		{"consultations/compare", consultview.Compare(page)},
		{"consultations/compare/all", consultview.Compare(all)},
		{"consultations/comments/meanwhile", consultview.Comments(meanwhile)},
	}
}

func (d deskFixtures) versionPages() []Story {
	w := mustVersions()
	version := func(state consult.VersionState, back string) desk.Version {
		return desk.Version{Author: d.Member, Version: consult.Version{ID: 1, Reason: w.Reason, State: state,
			ProposedAt: d.Now.Add(-26 * time.Hour), BackReason: back}}
	}
	seat := d.seat("desk.version.title", desk.Consultations, account.Reviewer, account.Approver)
	page := desk.VersionPage{Page: seat, Con: d.Open, Version: version(consult.VersionInReview, ""), Changes: d.changes(),
		Choices: []desk.VersionChoice{{VersionTransition: consult.VersionTransitions[0]}, {VersionTransition: consult.VersionTransitions[1]}}}
	page.Changes.OldAt, page.Changes.At = "", ""
	refused := page
	refused.Choices = []desk.VersionChoice{{VersionTransition: consult.VersionTransitions[0], Refused: w.Refused}}
	return []Story{
		{"desk/versions", desk.Versions(desk.VersionsPage{Page: seat, Con: d.Open, Public: d.publicVersions(), Proposable: true,
			Others: []desk.Version{version(consult.VersionInApproval, ""), version(consult.VersionSentBack, w.Back)}})},
		{"desk/versions/none", desk.Versions(desk.VersionsPage{Page: seat, Con: d.Open, Public: d.publicVersions()[:1]})},
		{"desk/version", desk.VersionShow(page)},
		{"desk/version/not-you", desk.VersionShow(refused)},
	}
}
