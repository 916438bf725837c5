package account

import "slices"

// EveryUnit in a Grant stands for all units of the county, later ones included.
const EveryUnit int64 = 0

// Grant is one role, held for one unit or for every one.
type Grant struct {
	UnitID int64 `json:"unit_id"` // EveryUnit: all of them
	Role   Role  `json:"role"`
}

// Grants are what a member of staff may do and where.
type Grants []Grant

// For gives the same unit to several roles.
func For(unitID int64, roles ...Role) Grants {
	out := make(Grants, len(roles))
	for i, r := range roles {
		out[i] = Grant{UnitID: unitID, Role: r}
	}
	return out
}

// Has reports whether one of the roles is held anywhere; no roles asked for is
// any role at all.
func (g Grants) Has(roles ...Role) bool {
	return slices.ContainsFunc(g, func(x Grant) bool { return asked(x.Role, roles) })
}

// In reports whether one of the roles is held for the unit. An auditor's role is
// not one of those unless it is asked for, or any role will do.
func (g Grants) In(unitID int64, roles ...Role) bool {
	return slices.ContainsFunc(g, func(x Grant) bool {
		return (x.UnitID == unitID || x.UnitID == EveryUnit) && asked(x.Role, roles)
	})
}

// Everywhere reports whether one of the roles is held for every unit.
func (g Grants) Everywhere(roles ...Role) bool {
	return slices.ContainsFunc(g, func(x Grant) bool { return x.UnitID == EveryUnit && asked(x.Role, roles) })
}

func asked(held Role, roles []Role) bool { return len(roles) == 0 || slices.Contains(roles, held) }

// Roles gives the roles held anywhere, in the order of Roles.
func (g Grants) Roles() []Role {
	return g.pick(func(Grant) bool { return true })
}

// RolesIn gives the roles held for a unit, in the order of Roles.
func (g Grants) RolesIn(unitID int64) []Role {
	return g.pick(func(x Grant) bool { return x.UnitID == unitID || x.UnitID == EveryUnit })
}

func (g Grants) pick(keep func(Grant) bool) (out []Role) {
	for _, r := range Roles {
		if slices.ContainsFunc(g, func(x Grant) bool { return x.Role == r && keep(x) }) {
			out = append(out, r)
		}
	}
	return out
}

// Units gives the units for which one of the roles is held; all is true when
// that is every unit, and ids is then nil.
func (g Grants) Units(roles ...Role) (ids []int64, all bool) {
	for _, x := range g {
		switch {
		case !asked(x.Role, roles):
		case x.UnitID == EveryUnit:
			return nil, true
		case !slices.Contains(ids, x.UnitID):
			ids = append(ids, x.UnitID)
		}
	}
	return ids, false
}

// NeedSecondFactor reports whether one of the grants asks for a second factor.
func (g Grants) NeedSecondFactor() bool {
	return slices.ContainsFunc(g, func(x Grant) bool { return x.Role.NeedsSecondFactor() })
}

// Within reports whether who holds these grants as an administrator may give
// the others: nobody grants beyond the units that are theirs.
func (g Grants) Within(others Grants) bool {
	return !slices.ContainsFunc(others, func(x Grant) bool {
		if x.UnitID == EveryUnit {
			return !g.Everywhere(Administrator)
		}
		return !g.In(x.UnitID, Administrator)
	})
}
