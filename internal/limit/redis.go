package limit

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"
)

// Redis counts in a Redis shared by all instances, by Redis's own clock.
type Redis struct{ limiter *redis_rate.Limiter }

// NewRedis makes a source of a client; Open makes a suitable one.
func NewRedis(client redis.UniversalClient) *Redis {
	return &Redis{limiter: redis_rate.NewLimiter(client)}
}

// Take implements Source. One script on one key: it also works on a cluster.
// now is not used: instances whose clocks differ must count the same.
func (r *Redis) Take(ctx context.Context, key string, rate Rate, units int, _ time.Time) (Result, error) {
	got, err := r.limiter.AllowN(ctx, key, redis_rate.Limit{Rate: rate.Count, Burst: rate.Burst, Period: rate.Period}, units)
	if err != nil {
		return Result{}, err
	}
	if got.Allowed > 0 {
		return Result{Allowed: true}, nil
	}
	return Result{RetryAfter: got.RetryAfter}, nil
}

// dialWithin bounds connecting, which goes on in the background after the
// request that wanted the connection has given up.
const dialWithin = time.Second

// Open makes a client for a URL of the form redis://user:password@host:6379/0
// (rediss:// for TLS). With ?cluster=true, the host is one node of a Redis
// Cluster; more nodes may be named as &addr=host:port. The client keeps to the
// deadlines of its contexts and does not retry: a limit must not make a citizen
// wait. Open does not connect.
func Open(address string) (redis.UniversalClient, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("limit.Open: the Redis URL is not of the form redis://…")
	}
	query := u.Query()
	cluster := query.Get("cluster") == "true"
	query.Del("cluster")
	u.RawQuery = query.Encode()
	if cluster {
		return openCluster(u.String())
	}
	options, err := redis.ParseURL(u.String())
	if err != nil {
		return nil, fmt.Errorf("limit.Open: %w", err)
	}
	options.ContextTimeoutEnabled = true
	options.MaxRetries = -1
	options.DialTimeout = dialWithin
	options.DialerRetries = 1
	return redis.NewClient(options), nil
}

func openCluster(address string) (redis.UniversalClient, error) {
	options, err := redis.ParseClusterURL(address)
	if err != nil {
		return nil, fmt.Errorf("limit.Open: %w", err)
	}
	options.ContextTimeoutEnabled = true
	options.DialTimeout = dialWithin
	options.DialerRetries = 1
	// MaxRedirects stays: a moved slot is followed, not an error.
	return redis.NewClusterClient(options), nil
}
