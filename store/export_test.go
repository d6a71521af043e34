package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"golang.org/x/crypto/nacl/box"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"

	"orangelab.cn/rightsdesk/model"
	"orangelab.cn/rightsdesk/store/auditlog"
	"orangelab.cn/rightsdesk/store/covered"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/roster"
	"orangelab.cn/rightsdesk/store/rowhash"
	"orangelab.cn/rightsdesk/store/seal"
	"orangelab.cn/rightsdesk/store/vouch"
)

// LookUpFor sets how long it is tried to find out what became of a lost commit, until back is called.
func LookUpFor(d time.Duration) (back func()) {
	was := auditlog.LookUpLimit
	auditlog.LookUpLimit = d
	return func() { auditlog.LookUpLimit = was }
}

// Parents are the columns that name the run or the plan a row belongs to, of the tables that are covered in blocks.
func Parents() map[string]string {
	parents := map[string]string{}
	for table, c := range covered.Blocks {
		parents[table] = c.Parent
	}
	return parents
}

// Prove compares the rows of a table with the tally of their request.
func (v *View) Prove(request int64, table string) error {
	c, there := covered.Blocks[table]
	if !there {
		return v.ProveTable(request, table)
	}
	var parents []string
	if err := v.db.Raw("SELECT id FROM "+c.Owner+" WHERE request_id = ?", request).Scan(&parents).Error; err != nil {
		return err
	}
	for _, parent := range parents {
		if err := v.ProveSpan(request, AllRows(table, parent)); err != nil {
			return err
		}
	}
	return nil
}

// NewDesksKeep makes new desks keep tallies only so far, until back is called.
func NewDesksKeep(t Tallies) (back func()) {
	before := newDeskKeeps
	newDeskKeeps = t
	return func() { newDeskKeeps = before }
}

// NewDesksHaveOneTallyKey makes new desks as those were whose tallies had one key for all, until back is called.
func NewDesksHaveOneTallyKey() (back func()) {
	newDeskKeys = 0
	return func() { newDeskKeys = 1 }
}

// ForgeTally makes the tally of a request fit its rows as they are, with the keys of whoever forges it, who signs it
// where it names somebody: what somebody does who had a password and knows how a tally is built.
func (s *Store) ForgeTally(k *Keys, request int64, change func(*vouch.Row)) (mark string, err error) {
	chain, err := s.chainOf(s.base.Write)
	if err != nil {
		return "", err
	}
	row, v := vouch.Row{RequestID: request}, &View{db: s.base.Write, store: s, keys: k, chain: chain,
		postgres: s.Postgres()}
	if err := s.base.Write.Where("request_id = ?", request).Take(&row).Error; err != nil {
		return "", err
	}
	sums := map[string]string{}
	for _, table := range covered.Of(request) {
		if sums[table], err = v.sum(table, request); err != nil {
			return "", err
		}
	}
	row.Counter, row.Sums, row.Staff, row.Roster, row.Sig = row.Counter+1, rowhash.Format(sums), "", 0, nil
	change(&row)
	if row.Staff != "" {
		row.Sig = k.signer().Sign(row.Text(chain.ID()))
	}
	row.Mac = k.tallyMAC(chain.ID(), row)
	if row.Mac == nil { // they lack the key
		row.Mac = k.tallyMAC(chain.ID(), vouch.Row{Epoch: k.current})
	}
	return row.Mark(chain.ID()), s.base.Write.Where("request_id = ?", request).Select("*").Updates(&row).Error
}

// DropBlocks takes the blocks of a request away, as on a desk that is older than they are.
func (tx *Tx) DropBlocks(request int64) error {
	for _, c := range covered.Blocks {
		if err := tx.touch(request, c.Blocks); err != nil {
			return err
		}
		st := tx.db.Statement
		if _, err := st.ConnPool.ExecContext(st.Context, "DELETE FROM "+c.Blocks+" WHERE request_id = "+tx.Bind(1),
			request); err != nil {
			return err
		}
	}
	return nil
}

// PastTally tries, inside a transaction, to use a table past the tally of its request.
func (tx *Tx) PastTally(how string, model any) error {
	switch how {
	case "read":
		return tx.db.Find(model).Error
	case "change in SQL":
		return tx.db.Exec("UPDATE comment SET by_staff = 'x'").Error
	case "add in SQL":
		return tx.db.Exec("INSERT INTO finding (run_id) VALUES ('x')").Error
	case "count":
		var n int64
		return tx.db.Model(model).Count(&n).Error
	case "change":
		return tx.db.Model(model).Where("1 = 1").Update("request_id", 1).Error
	case "change those of all":
		return tx.RowsAcross().Model(model).Where("1 = 1").Update("request_id", 1).Error
	default:
		return tx.db.Where("1 = 1").Delete(model).Error
	}
}

// ErrPastTally is what it meets.
var ErrPastTally = errPastTally

// Raw is the writing connection, for what somebody outside the program could do.
func (s *Store) Raw() *gorm.DB { return s.base.Write }

// RawReader are the connections that only read.
func (s *Store) RawReader() *gorm.DB { return s.base.Read }

// Context is what every statement of a transaction runs under.
func (v *View) Context() context.Context { return v.db.Statement.Context }

// Signer signs the log, as somebody with the desk's key in hand could.
func (k *Keys) Signer() note.Signer { return k.audit }

// Desk are the versions of the desk key, as somebody could take them out of the program.
func (k *Keys) Desk() map[uint32][]byte { return k.now().desk }

// ForgeRoster signs the next version of the roster by whoever holds the keys, without asking whether it may, and puts
// it into the database: what somebody does who knows how the roster is built.
func (s *Store) ForgeRoster(k *Keys, change func(*Roster)) error {
	chain, err := s.chainOf(s.base.Write)
	if err != nil {
		return err
	}
	next := chain.Last().Clone()
	next.Version, next.Previous, next.By = next.Version+1, chain.Last().Sum(), k.me
	change(next)
	body, err := json.Marshal(next)
	if err != nil {
		return err
	}
	return s.base.Write.Create(&roster.Row{Version: next.Version, Body: string(body),
		Sig: k.now().signer().Sign(roster.Text(string(body)))}).Error
}

// ForgeFirstRoster puts a roster of one version, signed by a print of the forger's own, in the place of all that there
// are.
func (s *Store) ForgeFirstRoster(print seal.Identity, change func(*Roster)) error {
	chain, err := s.chainOf(s.base.Write)
	if err != nil {
		return err
	}
	first := chain.Last().Clone()
	first.Version, first.Previous, first.By, first.Recovery = 1, nil, RecoveryRecipient, print.Pub[:]
	change(first)
	body, err := json.Marshal(first)
	if err != nil {
		return err
	}
	if err := s.base.Write.Exec("DELETE FROM roster").Error; err != nil {
		return err
	}
	return s.base.Write.Create(&roster.Row{Version: 1, Body: string(body),
		Sig: print.PrintSigner().Sign(roster.Text(string(body)))}).Error
}

// SealDeskKey seals a desk key of one's own making to a member of staff, as everybody can.
func (s *Store) SealDeskKey(version uint32, staff string) error {
	var row StaffRow
	if err := s.base.Write.Where("id = ?", staff).First(&row).Error; err != nil {
		return err
	}
	wrapped, err := box.SealAnonymous(nil, seal.RandomKey(), (*[32]byte)(row.Pub), rand.Reader)
	if err != nil {
		return err
	}
	return s.base.Write.Create(&WrapRow{KeyVersion: version, Recipient: staff, Wrapped: wrapped, CreatedAt: 1}).Error
}

// ForgeLog signs the head of the log as it is, with the desk's key and with the keys of whoever forges it, in
// somebody's name and over the entries that bear it: what somebody does who has a password and knows how the log is
// built.
func (s *Store) ForgeLog(k *Keys, by string) error {
	chain, err := s.chainOf(s.base.Write)
	if err != nil {
		return err
	}
	return s.ForgeLogBy(k, by, chain.Last().Version)
}

// ForgeLogBy is ForgeLog that names a version of the roster.
func (s *Store) ForgeLogBy(k *Keys, by string, version int64) error {
	k = k.now()
	chain, err := s.chainOf(s.base.Write)
	if err != nil {
		return err
	}
	var head headRow
	if err := s.base.Write.First(&head, 1).Error; err != nil {
		return err
	}
	var entries []EntryRow
	if err := s.base.Write.Where("staff = ?", by).Order("seq").Find(&entries).Error; err != nil {
		return err
	}
	h := auditlog.HeadText{Tree: tlog.Tree{N: head.Size, Hash: tlog.Hash(head.Root)}, Desk: chain.ID(), Roster: version,
		By: by}
	for _, e := range entries {
		line, err := e.Line()
		if err != nil {
			return err
		}
		h.Own.Add(e.Seq, tlog.RecordHash(line))
	}
	verifier, err := auditlog.NoteVerifier(by, k.signer().Public())
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: h.String()}, k.audit,
		auditlog.NoteKey{Verifier: verifier, With: k.signer().Sign})
	if err != nil {
		return err
	}
	head.Note, head.SignedSize = string(signed), head.Size
	if err := s.base.Write.Save(&head).Error; err != nil {
		return err
	}
	return s.base.Write.Save(&auditlog.SignedHead{Signing: k.signer().Public(), Staff: by, Note: string(signed)}).Error
}

// ForgeApproval puts an approval into the database that is signed with somebody's keys by the roster they saw last,
// whatever became of them since.
func (s *Store) ForgeApproval(k *Keys, request int64, action model.Action, digest string) error {
	k = k.now()
	chain, err := s.chainOf(s.base.Write)
	if err != nil {
		return err
	}
	row := approvalRow{RequestID: request, Action: string(action), Digest: digest, Staff: k.me, Roster: k.seen.Version,
		At: 1}
	text, err := row.text(chain.ID())
	if err != nil {
		return err
	}
	row.Sig = k.signer().Sign(text)
	return s.base.Write.Save(&row).Error
}

// OlderPart is a part of a blob as the database holds it.
type OlderPart struct {
	BlobID     string
	Seq        int
	RequestID  int64
	PartSealed seal.Sealed
}

func (OlderPart) TableName() string { return "blob_part" }

// SaveOlderBlob keeps the parts of a blob as the program did before it marked their end.
func (s *Store) SaveOlderBlob(k *Keys, request int64, id string, parts ...[]byte) error {
	return s.Progress(context.Background(), k, func(tx *Tx) error {
		key, err := tx.RequestKey(request)
		if err != nil {
			return err
		}
		for seq, part := range parts {
			sealed, err := seal.Seal(key, 0, seal.Place("blob_part", "part", fmt.Sprint(id, seq)), part)
			if err != nil {
				return err
			}
			if err := tx.db.Create(&OlderPart{id, seq, request, sealed}).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// CreateNextIn is CreateNext of a row in a table of the desk's own.
func (tx *Tx) CreateNextIn(table string, row map[string]any) error {
	return newer(database.MapError(tx.db.Table(table).Create(row).Error))
}
