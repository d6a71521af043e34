package notice

import (
	"orangelab.cn/rightsdesk/model/notice"
	"orangelab.cn/rightsdesk/model/policy"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/setup"
)

// library is what the desk has of statements, for a notice that announces a version of one.
type library struct {
	versions []policy.Version
	classing policy.Classing // of the two versions that the notice named when it was read
	last     *compared       // shared by all looks at one draft, since every letter that is typed asks again
}

// compared is what was found for two names of versions.
type compared struct {
	old, new  string
	announced notice.AnnouncedVersion
}

func readLibrary(v *store.View, c notice.Content) (l library, err error) {
	if c.Kind != notice.PolicyUpdate {
		return l, nil
	}
	if l.versions, err = setup.PolicyVersions(v); err != nil {
		return l, err
	}
	l.last = &compared{}
	if document, from, to, ok := c.Pair(l.versions); ok {
		l.classing, err = setup.PolicyClassing(v, document, from, to)
	}
	return l, err
}

// announced is what the library has of the version that a notice announces.
func (l library) announced(c notice.Content) notice.AnnouncedVersion {
	if l.last == nil {
		return notice.AnnouncedVersion{}
	}
	if l.last.old != c.Old || l.last.new != c.New {
		var settled policy.Classing
		if document, from, to, ok := c.Pair(l.versions); ok && document == l.classing.Document &&
			from == l.classing.From && to == l.classing.To {
			settled = l.classing
		}
		*l.last = compared{c.Old, c.New, c.Announce(l.versions, settled)}
	}
	return l.last.announced
}
