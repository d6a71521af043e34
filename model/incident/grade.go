package incident

// Graded is the Chinese grading by number of people and loss: the lowest and the highest grade that what is known
// allows.
type Graded struct {
	Least, Most GradeOf
	// Judged says that somebody judged it where the figures alone leave it open.
	Judged bool
}

// Sure reports whether only one grade is possible.
func (g Graded) Sure() bool { return g.Least.ID == g.Most.ID }

// Grade grades what is known. The figures decide; where they leave it open, a judgment counts. A judgment is never
// below the figures.
func (r *Rules) Grade(f Facts) Graded {
	least, most, judged := 0, 0, -1
	for i, g := range r.Grades {
		if g.ID == f.Judged {
			judged = i
		}
		if i == 0 {
			continue // the figures say nothing of the lowest
		}
		sure, can := f.People.AtLeast(g.People) == Yes ||
			f.Loss.AtLeast(g.Loss) == Yes, f.People.AtLeast(g.People) != No || f.Loss.AtLeast(g.Loss) != No
		if sure {
			least = i
		}
		if can {
			most = i
		}
	}
	most = max(most, 1) // below every figure it is still a judgment whether the amount was larger
	if judged < 0 {
		return Graded{Least: r.Grades[least], Most: r.Grades[most]}
	}
	at := max(judged, least)
	return Graded{Least: r.Grades[at], Most: r.Grades[at], Judged: at > least || most > least}
}

// reportable says whether the incident is graded above the lowest grade. A judgment does not make the figures known:
// what they leave open stays open unless somebody judged it to be above.
func (r *Rules) reportable(f Facts) Answer {
	lowest := r.Grades[0].ID
	g := r.Grade(f)
	switch {
	case g.Least.ID != lowest:
		return Yes
	case f.Judged == lowest && f.People.AtLeast(r.Grades[1].People) == No && f.Loss.AtLeast(r.Grades[1].Loss) == No:
		return No
	}
	return Unknown
}
