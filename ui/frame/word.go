package frame

import "orangelab.cn/rightsdesk/model"

// agentRole tells the role apart from the requester of the same name.
const agentRole = "agent (role)"

// ShortKind is the window's word for a kind of request in a row.
func ShortKind(k model.Kind) string {
	if short := k.Means().Short; short != "" {
		return L(short)
	}
	return W(k)
}

// W is the window's word for a value of the model.
func W[T ~string](v T) string {
	if w, ok := words[string(v)]; ok {
		return L(w)
	}
	if kind := model.Kind(v); kind.Valid() {
		return L(kind.Means().Name)
	}
	return string(v)
}

// Role is the window's word for a role.
func Role(r model.Role) string {
	if r == model.RoleAgent {
		return L(agentRole)
	}
	return W(r)
}
