package main

import (
	"context"
	crypto "crypto/rand"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/valyala/fasthttp"
)

// commentBody is a comment of one point as the API takes it.
type commentBody struct {
	Body      string   `json:"body"`
	ClauseIDs []string `json:"clause_ids,omitempty"`
	Name      string   `json:"name"`
	Phone     string   `json:"phone"`
}

var opinions = []string{
	"建议在第三条中明确收集点的开放时间，并在小区公示栏公布，方便上班的居民。",
	"老旧小区地方小，四个桶放不下，能不能两个小区合用一个点？另外夏天气味大，希望收运的次数写清楚，最好一天两次，并且有冲洗的要求。",
	"支持分类，但罚款之前应当先把设施配齐。",
	"第五条“报所在镇街备案”没有写多长时间之内，物业容易拖。建议写明三十日内，并且把备案结果公开，让业主能看到，也方便大家监督。" +
		"如果物业逾期没有备案，应当由镇街书面督促，督促两次仍然不办的，记入物业服务评价。",
}

// send posts one comment. With repeat, a request without an answer is sent again
// under the same key, as a client must that cannot know what became of it.
func (r *commentRun) send(ctx context.Context, repeat bool) sample {
	body, key := r.newComment(), crypto.Text()
	var s sample
	for deadline := time.Now().Add(answerWithin); ; {
		err := r.client.post("/api/v1/consultations/"+r.call.no+"/comments", key, body, func(status int, answer []byte) {
			s = sample{status: status}
			if status == fasthttp.StatusCreated {
				s.id = receiptNo(answer)
			}
		})
		if err == nil || !repeat || ctx.Err() != nil || time.Now().After(deadline) {
			return s
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func (r *commentRun) newComment() commentBody {
	body := commentBody{Body: opinions[rand.IntN(len(opinions))], Name: "朱国强", Phone: randomMobile()}
	if n := len(r.call.clauses); n > 0 {
		body.ClauseIDs = []string{strconv.FormatInt(r.call.clauses[rand.IntN(n)], 10)}
	}
	return body
}

// randomMobile is a number of the right shape.
func randomMobile() string { return fmt.Sprintf("199%08d", rand.IntN(100_000_000)) }

func receiptNo(answer []byte) string {
	var receipt struct {
		No string `json:"receipt_no"`
	}
	_ = json.Unmarshal(answer, &receipt) // an empty number fails the check
	return receipt.No
}
