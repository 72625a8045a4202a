#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "target/bucket_abilities.h"
#include "target/bucket_history.h"
#include "target/bucket_layout.h"
#include "target/bucket_tags.h"
#include "target/target.h"

namespace sailmaker::target {

/// What a batch of writes works on; the parts of a bucket target.
struct BucketParts {
  Bucket& bucket;
  const BucketLayout& layout;
  BucketHistory& history;
  BucketTags& tags;
};

/// Carries out writes and removals of different ids, many at once, as Target::write_all() says. Each step asks for all
/// that are not decided yet at once:
///   look    reads the object, where that is needed: the store is not known to keep to conditions, keeps no versions
///           (then the body is needed for a copy), or has refused or left unanswered what was sent
///   keep    stores the copy for the history
///   change  sends the write or removal, with its condition
/// What the store refuses is looked at before anybody is told that others wrote meanwhile: it may be the echo of our
/// own write, whose first answer was lost, an ETag that is no MD5, or a store that refuses what holds. After some
/// rounds an object that changes under our hands each time is an error.
class BucketWriter {
 public:
  BucketWriter(BucketParts parts, const BucketAbilities& abilities, std::span<const Write> writes);
  std::vector<Result<Outcome>> run();

 private:
  struct Item {
    const Write* write = nullptr;
    std::string key = {};
    std::string digest = {};  // of the new body
    std::string tag = {};     // the condition's, where there is one
    std::optional<Object> seen = {};
    bool must_look = false;
    int refusals = 0;
    bool maybe_done = false;          // an earlier try may have been carried out
    std::string kept = {};            // key of the copy in the history
    std::optional<Error> doubt = {};  // why nobody knows what came of the last try
    std::optional<Result<Outcome>> result = {};

    bool removes() const { return !write->body; }
    bool expects_absence() const { return !write->precondition.version; }
  };
  using Items = std::vector<Item*>;

  void prepare(Item& item);
  bool can_condition(const Item& item) const;
  void look(const Items& items);
  void judge(Item& item, std::optional<Object> object);
  void keep(const Items& items);
  void change(const Items& items);
  http::Request request_of(const Item& item) const;
  void settle(Item& item, Result<http::Response> answer);
  void settle_done(Item& item, const http::Response& answer);
  void forget(const Items& items);
  Items open(bool (*wanted)(const Item&) = nullptr);

  BucketParts parts_;
  const BucketAbilities& abilities_;
  std::vector<Item> items_;
};

}  // namespace sailmaker::target
