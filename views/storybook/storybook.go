// Package storybook shows every view with made-up data, for development and for
// the tests that look at every page. It is served only in development.
package storybook

import "github.com/a-h/templ"

// Story is one view in one situation. Name is its address: lower case, with
// slashes between area and situation; Index leads to ?story=Name.
type Story struct {
	Name string
	View templ.Component
}

// Stories lists every view in the situations that look different.
func Stories() []Story {
	f := mustFixtures()
	d := mustDesk(f)
	var out []Story
	for _, area := range [][]Story{f.home(), f.lists(), f.tabs(), f.comments(), f.results(), f.papers(), f.receipts(), f.moderated(), f.openDays(), f.failures(),
		f.accountDoors(), f.accountOwn(), f.accountSelf(),
		d.entrance(), d.people(), d.secondFactor(), d.drafting(), d.deciding(), d.decisions(), d.whole(), d.alike(), d.workbench(), d.checked(), d.moderating(), d.visits(), d.record(), d.identities(), d.unsent(),
		f.enterprises(), f.enterpriseTrack(), d.clerking(), d.enterpriseTrack(), f.privacy(), f.ownData(), d.retention(), f.following(),
		f.surveys(), d.surveying(), f.versions(), d.versionPages(), d.intake(), d.intakeTables(),
		f.clock(), d.periods(), d.finalLinks(), d.milestonePages(), f.inBatches(), d.releasing()} {
		out = append(out, area...)
	}
	return out
}
