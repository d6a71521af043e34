package casefile

import (
	"fmt"
	"io"

	"github.com/google/uuid"

	"orangelab.cn/rightsdesk/store"
	"orangelab.cn/rightsdesk/store/database"
	"orangelab.cn/rightsdesk/store/seal"
)

// blobPart is the largest part of a blob; a transaction holds one at a time.
const blobPart = 1 << 20

type blobRow struct {
	BlobID     string `gorm:"primaryKey"`
	Seq        int    `gorm:"primaryKey;autoIncrement:false"`
	RequestID  int64
	PartSealed seal.Sealed
	Picture    int // of an identity document
}

func (blobRow) TableName() string { return "blob_part" }

// SaveBlob seals everything r gives under the request's key and returns the blob's ID.
func SaveBlob(tx *store.Tx, request int64, r io.Reader) (string, error) {
	return saveBlob(tx, request, r, 0)
}

// SavePicture seals the picture of an identity document, until DropPictures.
func SavePicture(tx *store.Tx, request int64, r io.Reader) (string, error) {
	return saveBlob(tx, request, r, 1)
}

func saveBlob(tx *store.Tx, request int64, r io.Reader, picture int) (string, error) {
	key, err := tx.RequestKey(request)
	if err != nil {
		return "", err
	}
	id := uuid.NewString()
	buf, next := make([]byte, blobPart), make([]byte, blobPart)
	n, err := fill(r, buf)
	for seq := 0; err == nil; seq++ {
		more := 0
		if n == len(buf) {
			if more, err = fill(r, next); err != nil {
				break
			}
		}
		column := blobMore
		if more == 0 {
			column = blobEnd
		}
		sealed, err := seal.Seal(key, 0, seal.Place("blob_part", column, fmt.Sprint(id, seq)), buf[:n])
		if err != nil {
			return "", err
		}
		if err := tx.DB().Create(&blobRow{id, seq, request, sealed, picture}).Error; err != nil {
			return "", database.MapError(err)
		}
		if more == 0 {
			return id, nil
		}
		buf, next, n = next, buf, more
	}
	return "", fmt.Errorf("read for sealing: %w", err)
}

// A part of a blob is sealed as one that others follow, or as its end, so that a blob whose end was cut off does not
// pass for a whole one. Older parts say neither.
const (
	blobMore  = "more"
	blobEnd   = "end"
	blobOlder = "part"
)

// fill reads until buf is full or r ends.
func fill(r io.Reader, buf []byte) (n int, err error) {
	n, err = io.ReadFull(r, buf)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return n, err
}

// ReadBlob opens a blob of a request and writes it to w; ErrUnseal where its end is missing.
func ReadBlob(v *store.View, request int64, id string, w io.Writer) error {
	key, err := v.RequestKey(request)
	if err != nil {
		return err
	}
	older := false
	for seq := 0; ; seq++ {
		var rows []blobRow
		if err := v.RowsOf(request).Where("blob_id = ? AND seq = ?", id, seq).Find(&rows).Error; err != nil {
			return database.MapError(err)
		}
		if len(rows) == 0 {
			switch {
			case seq == 0:
				return store.ErrNotFound
			case older:
				return nil
			}
			return fmt.Errorf("%w: its end is missing", seal.ErrUnseal)
		}
		plain, column, err := openPart(key, rows[0])
		if err != nil {
			return err
		}
		if _, err := w.Write(plain); err != nil {
			return fmt.Errorf("write opened data: %w", err)
		}
		if column == blobEnd {
			return nil
		}
		older = column == blobOlder
	}
}

// openPart opens a part of a blob and returns what it was sealed as.
func openPart(key []byte, r blobRow) (plain []byte, column string, err error) {
	likely := []string{blobEnd, blobMore, blobOlder}
	if len(r.PartSealed) >= blobPart {
		likely = []string{blobMore, blobEnd, blobOlder}
	}
	for _, column = range likely {
		if plain, err = seal.Unseal(key, seal.Place("blob_part", column, fmt.Sprint(r.BlobID, r.Seq)),
			r.PartSealed); err == nil {
			break
		}
	}
	return plain, column, err
}

// IsPicture reports whether a blob is the picture of an identity document of a request.
func IsPicture(v *store.View, request int64, id string) (bool, error) {
	var n int64
	err := v.RowsOf(request).Model(&blobRow{}).Where("blob_id = ? AND picture = 1", id).Count(&n).Error
	return n > 0, database.MapError(err)
}

// DropBlob removes a blob of a request that is no picture of an identity document.
func DropBlob(tx *store.Tx, request int64, id string) error {
	return database.MapError(tx.RowsOf(request).Where("blob_id = ? AND picture = 0", id).Delete(&blobRow{}).Error)
}

// DropPictures removes the pictures of identity documents of a request, and nothing else of it; it returns how many
// there were.
func DropPictures(tx *store.Tx, request int64) (n int, err error) {
	var pictures []string
	err = tx.RowsOf(request).Model(&blobRow{}).Where("picture = 1").Distinct().Pluck("blob_id", &pictures).Error
	if err != nil || len(pictures) == 0 {
		return 0, database.MapError(err)
	}
	return len(pictures), database.MapError(tx.RowsOf(request).Where("picture = 1").Delete(&blobRow{}).Error)
}
