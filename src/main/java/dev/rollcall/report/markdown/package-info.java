/**
 * Markdown (CommonMark, and tables as GitHub has them): {@link dev.rollcall.report.markdown.Code}
 * makes any text harmless, {@link dev.rollcall.report.markdown.GithubSummary} is the summary of a
 * job.
 */
@NullMarked
package dev.rollcall.report.markdown;

import org.jspecify.annotations.NullMarked;
