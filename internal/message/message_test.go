package message_test

import (
	"testing"

	"nayan/internal/message"
)

func TestNothingThatMayHaveArrivedGoesBackIntoTheQueueWithoutStaff(t *testing.T) {
	t.Parallel()
	for _, from := range message.States {
		if from.CanBecome(message.Sending) != (from == message.Queued) {
			t.Errorf("a message that is %s may be sent", from)
		}
		if from.CanRetry() && !from.CanBecome(message.Queued) {
			t.Errorf("staff may retry what is %s, and it cannot be queued", from)
		}
		if from.Final() != (from == message.Sent || from == message.Expired) {
			t.Errorf("whether %s is final", from)
		}
	}
}
