package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"nayan/internal/account"
	"nayan/internal/consult"
	"nayan/internal/fault"
	"nayan/internal/text"
	"nayan/repo"
)

// AddressingInput is whom a drafter addresses, as it comes in. List has a name or
// a code (统一社会信用代码) on each line.
type AddressingInput struct {
	Industries []account.Industry
	Sizes      []account.Size
	Townships  []int64
	List       string
}

// seenAddressing is what the audit keeps of it.
type seenAddressing struct {
	Industries  []account.Industry `json:"industries,omitempty"`
	Sizes       []account.Size     `json:"sizes,omitempty"`
	Townships   []string           `json:"townships,omitempty"`
	Enterprises []string           `json:"enterprises,omitempty"`
}

// SetAddressing says whom an enterprise consultation addresses.
//
// Errors: Invalid, every line of the list that names no verified enterprise, or
// several, under "list"; Conflict unless the consultation is being drafted and is
// for enterprises; Forbidden for anybody but its author; NotFound.
func (a *App) SetAddressing(ctx context.Context, actor Actor, id int64, in AddressingInput) (err error) {
	defer fault.Wrap(&err, "app.SetAddressing(%d)", id)
	to, err := a.readAddressing(ctx, in)
	if err != nil {
		return err
	}
	return a.edit(ctx, actor, id, func(tx *repo.Tx, c repo.DeskConsultation, now time.Time) error {
		if c.Audience != consult.Enterprises {
			return fault.New(fault.Conflict, "addressing.error.public")
		}
		before, err := tx.Addressed(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.SetAddressees(ctx, id, to); err != nil {
			return err
		}
		after, err := tx.Addressed(ctx, id)
		if err != nil {
			return err
		}
		if gone(to.Townships, after.Addressing.Townships) { // fewer, or none, would address others than were chosen
			return fault.New(fault.Conflict, "error.changed_meanwhile")
		}
		if err := tx.TouchConsultation(ctx, id, now); err != nil {
			return err
		}
		return tx.Audit(ctx, consultationAudit(now, actor, "address", id, addressingSeen(before), addressingSeen(after)))
	})
}

// gone reports whether a township that was chosen is there no more.
func gone(chosen, kept []account.Township) bool {
	return slices.ContainsFunc(chosen, func(t account.Township) bool {
		return !slices.ContainsFunc(kept, func(k account.Township) bool { return k.ID == t.ID })
	})
}

func addressingSeen(a repo.Addressed) seenAddressing {
	s := seenAddressing{Industries: a.Addressing.Industries, Sizes: a.Addressing.Sizes}
	for _, t := range a.Addressing.Townships {
		s.Townships = append(s.Townships, t.Name)
	}
	for _, e := range a.Addressing.Listed {
		s.Enterprises = append(s.Enterprises, e.Name)
	}
	return s
}

func (a *App) readAddressing(ctx context.Context, in AddressingInput) (to consult.Addressing, err error) {
	var f fault.Fields
	for _, i := range in.Industries {
		f.Check(i.Valid(), "industry", "enterprise.error.industry")
	}
	for _, s := range in.Sizes {
		f.Check(s.Valid(), "size", "enterprise.error.size")
	}
	to = consult.Addressing{Industries: in.Industries, Sizes: in.Sizes}
	for _, id := range in.Townships {
		to.Townships = append(to.Townships, account.Township{ID: id})
	}
	to.Listed, err = a.readListed(ctx, &f, in.List)
	if err != nil {
		return to, err
	}
	return to, f.Err()
}

// readListed finds the enterprise of each line, and notes the lines that name
// none or several.
func (a *App) readListed(ctx context.Context, f *fault.Fields, list string) (out []consult.NamedEnterprise, err error) {
	lines := strings.Split(text.Block(list), "\n")
	var names []string
	var codes [][]byte
	for i, line := range lines {
		lines[i] = text.Line(line)
		if code := text.Code(line); account.USCCShaped(code) {
			codes = append(codes, a.usccIndex(code))
		} else if lines[i] != "" {
			names = append(names, lines[i])
		}
	}
	if len(names)+len(codes) > consult.MaxListed {
		f.Add("list", "addressing.error.too_many", consult.MaxListed)
		return nil, nil
	}
	found, err := a.Repo.VerifiedNamed(ctx, names, codes)
	if err != nil {
		return nil, err
	}
	for i, line := range lines {
		if line == "" {
			continue
		}
		switch hits := a.hits(found, line); len(hits) {
		case 0:
			f.Add("list", "addressing.error.unknown", i+1, line)
		case 1:
			if !slices.Contains(out, hits[0]) {
				out = append(out, hits[0])
			}
		default:
			f.Add("list", "addressing.error.several", i+1, line)
		}
	}
	return out, nil
}

// hits are the enterprises that one line names.
func (a *App) hits(found []repo.Named, line string) (out []consult.NamedEnterprise) {
	var index []byte
	if code := text.Code(line); account.USCCShaped(code) {
		index = a.usccIndex(code)
	}
	for _, n := range found {
		if n.Name == line || index != nil && string(n.Index) == string(index) {
			out = append(out, consult.NamedEnterprise{ID: n.ID, Name: n.Name})
		}
	}
	return out
}
