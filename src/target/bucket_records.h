#pragma once

#include "target/bucket.h"
#include "target/bucket_layout.h"
#include "target/target.h"

namespace sailmaker::target {

/// Records as objects of a bucket.
class BucketRecords final : public Records {
 public:
  BucketRecords(Bucket& bucket, const BucketLayout& layout) : bucket_(bucket), layout_(layout) {}

  Result<void> put(std::string_view name, std::string_view text) override;
  Result<std::optional<std::string>> get(std::string_view name) override;
  Result<void> remove(std::string_view name) override;
  Result<std::vector<std::string>> names() override;

 private:
  Bucket& bucket_;
  const BucketLayout& layout_;
};

}  // namespace sailmaker::target
