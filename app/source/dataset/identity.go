package dataset

// Identities are the known values of one person by kind: email, phone_number, customer_id, …
type Identities map[string][]string

// IdentityKind returns the kind of identity that a field holds by declaration or by its category.
func IdentityKind(f *Field) string {
	if f.Identity != "" {
		return f.Identity
	}
	for _, c := range f.Categories {
		switch {
		case Covers("user.contact.email", c):
			return "email"
		case Covers("user.contact.phone_number", c):
			return "phone_number"
		}
	}
	return ""
}

// KindOfLink returns the kind of identity that joins two fields; empty where it is none.
func KindOfLink(a, b *Field) string {
	if kind := IdentityKind(b); kind != "" {
		return kind
	}
	return IdentityKind(a)
}
