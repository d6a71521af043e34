package dataset

import (
	"slices"
	"strings"

	"orangelab.cn/rightsdesk/app/source/value"
)

// CanHold reports whether values of a kind of identity can stand in a column of a class. Where they cannot, the field
// names the wrong column, and a search of it would find nobody and say nothing.
func CanHold(c value.Class, kind string) bool {
	in := func(classes ...value.Class) bool { return slices.Contains(classes, c) }
	whole := in(value.ClassInteger, value.ClassDecimal)
	moment := in(value.ClassDate, value.ClassTimestamp)
	text := in(value.ClassText, value.ClassOther, value.ClassUntyped, value.ClassBytes, value.ClassJSON,
		value.ClassArray)
	switch {
	case strings.Contains(kind, "email"), kind == "name":
		return text
	case strings.Contains(kind, "phone"), kind == "id_number", kind == "government_id":
		return text || whole // a floating-point number does not keep every digit, and two people's become one
	case kind == "birth_date", kind == "date_of_birth":
		return text || whole || moment || in(value.ClassFloat)
	}
	return !in(value.ClassPlace)
}

// DigitsOf returns how many digits a column of numbers must keep for values of a kind of identity.
func DigitsOf(kind string) int {
	switch {
	case strings.Contains(kind, "phone"):
		return len("13800138000")
	case kind == "id_number", kind == "government_id":
		return len("110105194912310021")
	case kind == "birth_date", kind == "date_of_birth":
		return len("19910501")
	}
	return 0 // accounts are of any length
}

// declaredClasses are the classes that the data types of the format stand for.
var declaredClasses = map[string]value.Class{"string": value.ClassText, "integer": value.ClassInteger,
	"float":   value.ClassFloat,
	"boolean": value.ClassBoolean, "object_id": value.ClassUUID}

// identityFits reports an identity that no value of the declared type can be.
func (r *NodeReader) identityFits(f *Field) {
	switch class, known := declaredClasses[f.Type.Name]; {
	case f.Identity == "":
	case f.Type.Name == "object" || len(f.Fields) > 0:
		r.Add(f.Pos.Problem(Error, "identity-type", "move it to the field inside the object that holds it",
			"field %q is an object and cannot be the identity %q: nothing would be found by it", f.Dotted(),
			f.Identity))
	case known && !CanHold(class, f.Identity):
		r.Add(f.Pos.Problem(Error, "identity-type",
			`correct its "data_type", or move the identity to the field that holds it`,
			"field %q is declared as %s, which cannot hold the identity %q: nothing would be found by it",
			f.Dotted(), f.Type.Name, f.Identity))
	}
}
