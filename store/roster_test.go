package store_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/doctor"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/storetest"
)

// staffed is a desk with an agent and a lead, whose windows are open.
type staffed struct {
	*desk
	address string
	staff   map[string]model.Staff
	keys    map[string]*store.Keys
}

const staffPassword = "a password of staff"

func newStaffed(t *testing.T, engine string) *staffed {
	t.Helper()
	address := storetest.Migrated(t, engine)
	s, err := store.Open(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	d := &staffed{desk: setUp(t, s), address: address, staff: map[string]model.Staff{}, keys: map[string]*store.Keys{}}
	for _, st := range []model.Staff{{Login: "fang", Name: "Fang", Role: model.RoleAgent},
		{Login: "jing", Name: "Jing", Role: model.RoleLead}} {
		st.CreatedAt = start
		d.must(t, func(tx *store.Tx) (err error) {
			d.staff[st.Login], err = tx.AddStaff(st, staffPassword)
			return err
		})
	}
	for login := range d.staff {
		if d.keys[login], err = d.signIn(login, staffPassword); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// unguardRoster takes the triggers of the roster away.
func (d *staffed) unguardRoster(t *testing.T) {
	t.Helper()
	if store.IsShared(d.address) {
		d.raw(t, "ALTER TABLE roster DISABLE TRIGGER ALL")
		return
	}
	for _, trigger := range []string{"roster_stays", "roster_kept", "roster_once"} {
		d.raw(t, "DROP TRIGGER "+trigger)
	}
}

func (d *staffed) forge(t *testing.T, by *store.Keys, change func(*store.Roster)) {
	t.Helper()
	if err := d.ForgeRoster(by, change); err != nil {
		t.Fatal(err)
	}
}

// line is a member's place in a roster.
func line(r *store.Roster, login string) *store.Member {
	i := slices.IndexFunc(r.Staff, func(m store.Member) bool { return m.Login == login })
	return &r.Staff[i]
}

// outcome is what becomes of a forgery: what the doctor says of the roster, what fang's sign-in says, and what fang's
// open window says.
type outcome struct {
	doctor         string
	signIn, window error
}

func TestWhatIsForgedAboutStaffIsRefusedAndNamed(t *testing.T) {
	row := func(sql string) func(*testing.T, *staffed) {
		return func(t *testing.T, d *staffed) { d.raw(t, sql) }
	}
	for _, tt := range []struct {
		name  string
		forge func(*testing.T, *staffed)
		want  outcome
	}{
		{"nothing", row("SELECT 1"), outcome{}},
		{"a raised role", row("UPDATE staff SET role = 'admin' WHERE login = 'fang'"),
			outcome{`"fang": another role`, store.ErrStaffRow, nil}},
		{"another public key", func(t *testing.T, d *staffed) {
			d.raw(t, "UPDATE staff SET pub = ? WHERE login = 'fang'", bytes.Repeat([]byte{9}, 32))
		}, outcome{`"fang": another public key`, store.ErrStaffRow, nil}},
		{"another name", row("UPDATE staff SET name = '李静' WHERE login = 'fang'"),
			outcome{`"fang": another name`, store.ErrStaffRow, nil}},
		{"a login taken over", row("UPDATE staff SET login = 'jing2' WHERE login = 'fang'"),
			outcome{`"fang": another name`, store.ErrStaffRow, nil}},
		{"somebody disabled", row("UPDATE staff SET disabled_at = 1 WHERE login = 'fang'"),
			outcome{`"fang": disabled or not`, store.ErrStaffRow, nil}},
		{"a row taken away", row("DELETE FROM staff WHERE login = 'fang'"),
			outcome{`"fang": the row is missing`, store.ErrStaffRow, nil}},
		{"a member added",
			row("INSERT INTO staff SELECT 'x', 'x', 'X', 'admin', 0, pub, salt, locked_priv, 1, work_passes, work_kib FROM staff WHERE login = 'fang'"),
			outcome{`staff "x" (admin) is not on the roster`, nil, nil}},
		{"another recovery print", func(t *testing.T, d *staffed) {
			d.raw(t, "UPDATE desk SET recovery_pub = ?", bytes.Repeat([]byte{9}, 32))
		}, outcome{"the recovery print is another one", nil, nil}},
		{"another key of the log", func(t *testing.T, d *staffed) {
			_, public := newSigner(t)
			d.raw(t, "UPDATE desk SET audit_pub = ?", []byte(public))
		}, outcome{"the public key of the log is another one", store.ErrLogBroken, nil}},
		{"a desk key of the forger's own", func(t *testing.T, d *staffed) {
			if err := d.SealDeskKey(2, d.staff["fang"].ID); err != nil {
				t.Fatal(err)
			}
		}, outcome{"a desk key 2 is sealed that the roster does not name", nil, nil}},
		{"a desk key for a stranger",
			row("INSERT INTO key_wrap SELECT key_version, 'x', wrapped, created_at FROM key_wrap WHERE recipient = 'recovery'"),
			outcome{`a desk key is sealed to "x"`, nil, nil}},

		{"a roster changed in its row", func(t *testing.T, d *staffed) {
			d.unguardRoster(t)
			d.raw(t, `UPDATE roster SET body = replace(body, '"role":"agent"', '"role":"admin"')`)
		}, outcome{"signature", store.ErrRoster, nil}}, // the open window goes on with what it verified before
		{"a roster signed by an agent", func(t *testing.T, d *staffed) {
			d.forge(t, d.keys["fang"], func(r *store.Roster) { line(r, "fang").Role = model.RoleAdmin })
		}, outcome{"more than its maker's own keys", store.ErrRoster, store.ErrRoster}},
		{"a roster signed by an agent in an administrator's name", func(t *testing.T, d *staffed) {
			d.forge(t, d.keys["fang"], func(r *store.Roster) {
				line(r, "fang").Role, r.By = model.RoleAdmin, keeper.ID
			})
		}, outcome{"signature", store.ErrRoster, store.ErrRoster}},
		{"a roster signed by an agent in the name of the print", func(t *testing.T, d *staffed) {
			d.forge(t, d.keys["fang"], func(r *store.Roster) {
				line(r, "fang").Role, r.By = model.RoleAdmin, "recovery"
			})
		}, outcome{"signature", store.ErrRoster, store.ErrRoster}},
		{"a lead's new keys that do not show, by the administrator", func(t *testing.T, d *staffed) {
			d.forge(t, d.desk.keys, func(r *store.Roster) { line(r, "jing").Signing = line(r, "fang").Signing })
		}, outcome{"hides that somebody was given new keys", store.ErrRoster, store.ErrRoster}},
		{"somebody taken out, by the administrator", func(t *testing.T, d *staffed) {
			d.forge(t, d.desk.keys, func(r *store.Roster) { r.Staff = r.Staff[:1] })
		}, outcome{"goes back", store.ErrRoster, store.ErrRoster}},
		{"an older desk key, by the administrator", func(t *testing.T, d *staffed) {
			d.forge(t, d.desk.keys, func(r *store.Roster) { r.Keys[1] = r.Recovery })
		}, outcome{"another desk key", store.ErrRoster, store.ErrRoster}},
		{"a second factor that is demanded no more, by an agent", func(t *testing.T, d *staffed) {
			d.forge(t, d.keys["fang"], func(r *store.Roster) { r.DemandsFactor = true })
		}, outcome{"more than its maker's own keys", store.ErrRoster, store.ErrRoster}},
		{"a second factor of a lead's taken away by an agent", func(t *testing.T, d *staffed) {
			d.forge(t, d.keys["jing"], func(r *store.Roster) { line(r, "jing").Factor = []byte{1} })
			d.forge(t, d.keys["fang"], func(r *store.Roster) { line(r, "jing").Factor = nil })
		}, outcome{"more than its maker's own keys", store.ErrRoster, store.ErrRoster}},
		{"a second factor of one's own taken away", func(t *testing.T, d *staffed) {
			d.forge(t, d.keys["fang"], func(r *store.Roster) { line(r, "fang").Factor = []byte{1} })
			d.forge(t, d.keys["fang"], func(r *store.Roster) { line(r, "fang").Factor = nil })
		}, outcome{"gives somebody else a second factor, or its maker's own up", store.ErrRoster, store.ErrRoster}},
		{"a second factor for a lead, by the administrator", func(t *testing.T, d *staffed) {
			d.forge(t, d.desk.keys, func(r *store.Roster) { line(r, "jing").Factor = []byte{1} })
		}, outcome{"gives somebody else a second factor", store.ErrRoster, store.ErrRoster}},
		{"the newest roster taken away", func(t *testing.T, d *staffed) {
			d.unguardRoster(t)
			d.raw(t, "DELETE FROM roster WHERE version = 3")
		}, outcome{"is not on the roster", nil, store.ErrRosterOld}},
		{"every roster taken away", func(t *testing.T, d *staffed) {
			d.unguardRoster(t)
			d.raw(t, "DELETE FROM roster")
		}, outcome{"this desk had one", store.ErrRosterGone, store.ErrRosterGone}},
		{"another desk's roster", func(t *testing.T, d *staffed) {
			other := newStaffed(t, "sqlite")
			d.unguardRoster(t)
			d.raw(t, "DELETE FROM roster")
			for version := range 3 {
				d.raw(t, "INSERT INTO roster (version, body, sig) VALUES (?, ?, ?)", version+1,
					column[string](t, other.desk, "SELECT body FROM roster WHERE version = ?", version+1),
					column[[]byte](t, other.desk, "SELECT sig FROM roster WHERE version = ?", version+1))
			}
		}, outcome{"the row is missing", store.ErrStaffRow, store.ErrRoster}},
		{"a whole roster of the forger's own", func(t *testing.T, d *staffed) {
			d.unguardRoster(t)
			stranger, err := seal.NewIdentity()
			if err != nil {
				t.Fatal(err)
			}
			if err := d.ForgeFirstRoster(stranger, func(r *store.Roster) {
				line(r, "fang").Role = model.RoleAdmin
			}); err != nil {
				t.Fatal(err)
			}
			d.raw(t, "UPDATE staff SET role = 'admin' WHERE login = 'fang'")
			d.raw(t, "UPDATE desk SET recovery_pub = ?", stranger.Pub[:])
		}, outcome{"", store.ErrRoster, store.ErrRoster}}, // the doctor has no password; a computer remembers
	} {
		storetest.Each(t, func(t *testing.T, engine string) {
			t.Run(tt.name, func(t *testing.T) {
				d := newStaffed(t, engine)
				tt.forge(t, d)
				windowErr := d.Read(ctx, d.keys["fang"], func(*store.View) error { return nil })
				if !errors.Is(windowErr, tt.want.window) {
					t.Errorf("the open window: %v, want %v", windowErr, tt.want.window)
				}
				again, err := store.Open(ctx, d.address) // another desktop, which has verified nothing yet
				if err != nil {
					t.Fatal(err)
				}
				defer again.Close()
				_, signInErr := (&desk{Store: again}).signIn("fang", staffPassword)
				if !errors.Is(signInErr, tt.want.signIn) {
					t.Errorf("signing in: %v, want %v", signInErr, tt.want.signIn)
				}
				said := ""
				for _, c := range doctor.Examine(ctx, d.address) {
					if c.Name == "roster" {
						said = c.Problem
					}
				}
				if (said == "") != (tt.want.doctor == "") || !strings.Contains(said, tt.want.doctor) {
					t.Errorf("the doctor says %q, want %q", said, tt.want.doctor)
				}
			})
		})
	}
}

// Whoever puts a key into the database waits for the next rotation, which seals the desk key to everybody it finds.
func TestARotationSealsToNobodyButTheRoster(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		stranger, err := seal.NewIdentity()
		if err != nil {
			t.Fatal(err)
		}
		d.raw(t,
			"INSERT INTO staff SELECT 'x', 'x', 'X', 'lead', 0, ?, salt, locked_priv, 1, work_passes, work_kib FROM staff WHERE login = 'fang'", stranger.Pub[:])
		d.raw(t, "UPDATE staff SET pub = ? WHERE login = 'jing'", stranger.Pub[:])
		d.raw(t, "UPDATE desk SET recovery_pub = ?", stranger.Pub[:])
		d.must(t, func(tx *store.Tx) error { return tx.DisableStaff(d.staff["fang"].ID, start) })
		var sealed [][]byte
		if err := d.Raw().Raw("SELECT wrapped FROM key_wrap").Scan(&sealed).Error; err != nil {
			t.Fatal(err)
		}
		for _, s := range sealed {
			if _, ok := stranger.Open(s); ok {
				t.Error("the desk key is sealed to a key that somebody put into the database")
			}
		}
		if err := d.Read(ctx, d.keys["jing"], func(*store.View) error { return nil }); err != nil {
			t.Errorf("the window of somebody else: %v", err)
		}
	})
}

// Everybody can seal a key of their own making to a public key: nobody may write with it.
func TestADeskKeyThatTheRosterDoesNotNameIsNeverWrittenWith(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		if err := d.SealDeskKey(2, d.staff["fang"].ID); err != nil {
			t.Fatal(err)
		}
		keys, err := d.signIn("fang", staffPassword)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(keys.Desk()); n != 1 {
			t.Errorf("%d desk keys are taken for the desk's own", n)
		}
	})
}

func TestNewKeysFromAnAdministratorShowUntilTheirOwnerMakesTheirOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, engine string) {
		d := newStaffed(t, engine)
		fang := d.staff["fang"].ID
		shown := func() bool {
			var st model.Staff
			if err := d.read(func(v *store.View) (err error) { st, err = v.Staff(fang); return err }); err != nil {
				t.Fatal(err)
			}
			return st.Reset
		}
		d.must(t, func(tx *store.Tx) error { return tx.ResetStaff(fang, "from the administrator", start) })
		if !shown() {
			t.Error("it does not show")
		}
		if err := d.Read(ctx, d.keys["fang"], func(*store.View) error {
			return nil
		}); !errors.Is(err, store.ErrKeysReplaced) {
			t.Errorf("a window with the old keys: %v", err)
		}
		given, err := d.signIn("fang", "from the administrator")
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Write(ctx, given, func(tx *store.Tx) error {
			tx.Append(model.Entry{At: start, Staff: fang, Action: model.ActChangePassword})
			return tx.RenewKeys("a password of my own", start)
		}); err != nil {
			t.Fatal(err)
		}
		if shown() {
			t.Error("it still shows")
		}
		if err := d.Read(ctx, given, func(*store.View) error { return nil }); err != nil {
			t.Errorf("the window in which they chose it: %v", err)
		}
		if _, err := d.signIn("fang", "from the administrator"); !errors.Is(err, seal.ErrWrongPassword) {
			t.Errorf("the password from the administrator: %v", err)
		}
		d.opens(t, "fang", "a password of my own", fang, nil)
	})
}
