package accountview

import (
	"context"
	"strconv"
	"time"

	"nayan/internal/account"
	"nayan/internal/i18n"
	"nayan/views/ui"
)

// EnterpriseItem is one line of somebody's enterprises.
type EnterpriseItem struct {
	ID          int64
	Name        string
	State       account.EnterpriseState
	Role        account.MemberRole // of who is signed in
	SubmittedAt time.Time
}

// EnterprisesPage lists the enterprises somebody belongs to.
type EnterprisesPage struct {
	Page
	Items []EnterpriseItem
}

// EnterpriseForm is a registration as it was typed. Doubted is the code that the
// sender is asked to look at again.
type EnterpriseForm struct {
	Values  account.Registration
	Doubted string
	Errors  ui.Errors
}

// EnterpriseFormPage registers an enterprise or, with an ID, changes what one
// says of itself; a verified one keeps its name and code.
type EnterpriseFormPage struct {
	Page
	ID        int64
	State     account.EnterpriseState // of the one that is changed
	Form      EnterpriseForm
	Townships []account.Township
}

// locked reports whether name and code are no longer the enterprise's to change.
func (p EnterpriseFormPage) locked() bool { return p.ID != 0 && !p.State.Correctable() }

func (p EnterpriseFormPage) action() string {
	if p.ID == 0 {
		return "/account/enterprises"
	}
	return enterpriseURL(p.ID, "/edit")
}

func (p EnterpriseFormPage) back() string {
	if p.ID == 0 {
		return "/account/enterprises"
	}
	return enterpriseURL(p.ID, "")
}

// note is the key of what happens to what is sent.
func (p EnterpriseFormPage) note() string {
	switch {
	case p.locked():
		return "enterprise.edit.locked"
	case p.ID != 0:
		return "enterprise.edit.again"
	}
	return "enterprise.new.lead"
}

func (p EnterpriseFormPage) submit() string {
	switch {
	case p.ID == 0:
		return "enterprise.new.submit"
	case p.State == account.EnterpriseRejected:
		return "enterprise.edit.resubmit"
	}
	return "enterprise.edit.save"
}

func (f EnterpriseForm) field(ctx context.Context, name, value string) ui.Field {
	return ui.Field{ID: name, Name: name, Label: i18n.T(ctx, "enterprise.field."+name), Value: value, Error: f.Errors.Message(ctx, name)}
}

func (f EnterpriseForm) name(ctx context.Context) ui.Field {
	field := f.field(ctx, "name", f.Values.Name)
	field.Required, field.MaxLength, field.Autocomplete = true, account.MaxEnterpriseName, "organization"
	field.Hint = i18n.T(ctx, "enterprise.field.name.hint")
	return field
}

func (f EnterpriseForm) uscc(ctx context.Context) ui.Field {
	field := f.field(ctx, "uscc", f.Values.USCC)
	field.Required, field.Autocomplete, field.Hint = true, "off", i18n.T(ctx, "enterprise.field.uscc.hint")
	return field
}

func (f EnterpriseForm) contactName(ctx context.Context) ui.Field {
	field := f.field(ctx, "contact_name", f.Values.Contact.Name)
	field.Required, field.MaxLength, field.Autocomplete = true, account.MaxContactName, "name"
	return field
}

func (f EnterpriseForm) contactPhone(ctx context.Context) ui.Field {
	field := f.field(ctx, "contact_phone", f.Values.Contact.Phone)
	field.Type, field.Autocomplete, field.Later = "tel", "tel", true
	return field
}

func (f EnterpriseForm) contactEmail(ctx context.Context) ui.Field {
	field := f.field(ctx, "contact_email", f.Values.Contact.Email)
	field.Type, field.Autocomplete, field.Later = "email", "email", true
	return field
}

func enterpriseURL(id int64, page string) string {
	return "/account/enterprises/" + strconv.FormatInt(id, 10) + page
}

// stateTone is the colour of a state; its word stands beside it.
func stateTone(s account.EnterpriseState) string {
	switch s {
	case account.EnterpriseVerified:
		return "green"
	case account.EnterprisePending:
		return "amber"
	case account.EnterpriseRejected:
		return "red"
	}
	return "grey"
}
