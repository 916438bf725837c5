// Package layout holds the frame of every page: head, header, breadcrumb,
// footer, and the pages that say what went wrong.
//
// # How to write a page on it
//
// A page is a typed struct that embeds [Page], and a templ component that
// wraps its content in [Shell]:
//
//	type ListPage struct {
//		layout.Page
//		Items []consult.Consultation
//	}
//
//	templ List(p ListPage) {
//		@layout.Shell(p.Page) {
//			<h1>{ i18n.T(ctx, "desk.list.title") }</h1>
//			…
//		}
//	}
//
// The desk sets [Page.Menu], which replaces the public navigation and the search
// box, [Page.Area], which names the workplace beside the emblem, [Page.Side],
// a component at the right of the header (who is signed in, the sign-out form),
// and [Page.Styles] with "desk.css", a file it may lay beside the others in
// views/static/css.
//
// # What to reuse
//
// Package ui has the parts: Tag and OutcomeTag, PhasePill, Facts, Steps, Tabs,
// Pager, the form fields (TextField, TextArea, Select, Choices, Checkbox) which
// show label, hint and error, ErrorSummary (first thing in a rejected page),
// Hidden (CSRF token and idempotency key), Empty, Note, Bar, QR. Tables with
// class "fold" become cards on a phone and an upright tablet: each cell carries
// its column's name in data-th, long texts the class "text". Classes that serve
// everywhere: wrap, stack, sheet, card, cards, head, btn, btn quiet, btn danger,
// actions, form, hint, phrases (breaks at punctuation only), plain (keeps line
// breaks), serif, visually-hidden, and the attribute data-print on a hidden button.
//
// A page that comes back with a rejected form sets [Page.Faulty], so that its
// title, which is read out first, says so.
//
// A standalone link in a paragraph of its own takes the class to-go. Every new
// view gets a story in package storybook, which the tests and axe look at.
//
// No style attributes and no inline scripts: the content policy is
// default-src 'self'. No text outside the catalogue.
package layout
