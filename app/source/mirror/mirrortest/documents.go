package mirrortest

import (
	"context"
	"fmt"
	"os"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// Documents is a database of its own on the document server of the tests.
type Documents struct {
	DB      *mongo.Database
	Address string // as a source of a desk names it
}

// NewDocuments makes an empty database. The test is skipped where no server is given.
func NewDocuments(t *testing.T) *Documents {
	t.Helper()
	address := os.Getenv("RIGHTSDESK_TEST_MONGODB")
	if address == "" {
		t.Skip("no server given")
	}
	client, err := mongo.Connect(options.Client().ApplyURI(address))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.Disconnect(context.Background()); err != nil {
			t.Error(err)
		}
	})
	name := fmt.Sprintf("t%d_%d", os.Getpid(), number.Add(1))
	return &Documents{DB: client.Database(name), Address: address + name}
}

// Add adds documents to a collection.
func (d *Documents) Add(t *testing.T, collection string, documents ...bson.D) {
	t.Helper()
	if _, err := d.DB.Collection(collection).InsertMany(t.Context(), documents); err != nil {
		t.Fatal(err)
	}
}

// Held returns the documents of a collection in the order of their keys, as extended JSON.
func (d *Documents) Held(t *testing.T, collection string) (out []string) {
	t.Helper()
	cursor, err := d.DB.Collection(collection).Find(t.Context(), bson.D{},
		options.Find().SetSort(bson.D{{Key: "_id", Value: 1}}))
	if err != nil {
		t.Fatal(err)
	}
	for cursor.Next(t.Context()) {
		out = append(out, cursor.Current.String())
	}
	if err := cursor.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
