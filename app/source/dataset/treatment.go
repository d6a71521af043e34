package dataset

import "strings"

// Treatment is what is to happen with one row. The zero Treatment leaves the row as it is.
type Treatment struct {
	Delete bool
	Mask   map[string]Masking // field (dotted path; a column, or a key inside a JSON column or array) → strategy
	Set    map[string]any     // field → new value, as a correction or a stop writes it; nil writes NULL
}

// Nothing reports whether the row stays as it is.
func (t Treatment) Nothing() bool { return !t.Delete && len(t.Mask) == 0 && len(t.Set) == 0 }

// Inside returns the paths, below an object, of what the treatment names by itself.
func (t Treatment) Inside(object string) [][]string {
	var out [][]string
	for dotted := range t.Mask {
		if rest, ok := strings.CutPrefix(dotted, object+"."); ok {
			out = append(out, strings.Split(rest, "."))
		}
	}
	for dotted := range t.Set {
		if rest, ok := strings.CutPrefix(dotted, object+"."); ok {
			out = append(out, strings.Split(rest, "."))
		}
	}
	return out
}

// everyone is the target of an erasure that names no category.
var everyone = []string{"user"}

// FormatTreatment returns what the dataset file alone says about erasing rows of a collection.
//
// A collection with the override "delete" loses the row when no target is given, when one of its fields is covered, or
// when none of its fields has a category. Otherwise every field whose categories the targets cover (none given: "user")
// is masked: with its own override, else that of the nearest parent or of the collection, else with the given strategy.
// An object that names categories of its own is masked whole, with what the file does not declare in it, but for fields
// inside that the treatment names themselves: those with an override of their own, and those that stay.
// Primary keys, read_only fields and fields without a category are never touched.
func FormatTreatment(c *Collection, targets []string, strategy Masking) Treatment {
	all := len(targets) == 0
	if all {
		targets = everyone
	}
	covered, categorised := false, false
	mask := map[string]Masking{}
	var look func(fields []*Field)
	look = func(fields []*Field) {
		for _, f := range fields {
			if !f.Categorised() {
				look(f.Fields)
				continue
			}
			categories := f.EffectiveCategories()
			categorised = categorised || len(categories) > 0
			mine := CoversAny(targets, categories)
			covered = covered || mine
			if mine && !f.Untouchable() {
				mask[f.Dotted()] = f.masking(strategy)
				f.exceptions(targets, mask)
				continue
			}
			look(f.Fields)
		}
	}
	look(c.Fields)
	if c.Masking != nil && c.Masking.Strategy == DeleteRow {
		return Treatment{Delete: all || covered || !categorised}
	}
	if strategy.Strategy == DeleteRow && covered {
		return Treatment{Delete: true}
	}
	if len(mask) == 0 {
		return Treatment{}
	}
	return Treatment{Mask: mask}
}

// Untouchable reports whether the data map keeps erasing and correcting away from a field or anything it lies in.
func (f *Field) Untouchable() bool {
	for x := f; x != nil; x = x.Parent {
		if x.ReadOnly || x.PrimaryKey {
			return true
		}
	}
	return false
}

// exceptions adds the fields inside an object that go another way than the object.
func (f *Field) exceptions(targets []string, mask map[string]Masking) {
	for _, x := range f.Fields {
		switch {
		case x.Untouchable(), len(x.Categories) > 0 && !CoversAny(targets, x.Categories):
			mask[x.Dotted()] = Masking{Strategy: Preserve}
			continue
		case x.Masking != nil:
			mask[x.Dotted()] = *x.Masking
		}
		x.exceptions(targets, mask)
	}
}

// masking is the field's own override, else that of the nearest parent, else that of the collection, else the given.
func (f *Field) masking(given Masking) Masking {
	for x := f; x != nil; x = x.Parent {
		if x.Masking != nil {
			return *x.Masking
		}
	}
	if f.Collection.Masking != nil {
		return *f.Collection.Masking
	}
	return given
}
