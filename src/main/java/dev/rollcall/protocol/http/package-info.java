/**
 * HTTP/1.1, plain ({@code http}) and inside TLS ({@code https}): one GET, and what the answer
 * proves.
 *
 * <p>{@link dev.rollcall.protocol.http.HttpSettings} has the keys that a rule may set:
 *
 * <table>
 *   <caption>Settings</caption>
 *   <tr><td>{@code path}</td><td>path and query, already encoded, sent byte for byte</td></tr>
 *   <tr><td>{@code status}</td><td>accepted statuses: {@code 200}, {@code 2xx}, {@code not-5xx};
 *     several may be listed, none accepts all</td></tr>
 *   <tr><td>{@code header}</td><td>{@code Name: value}, both with {@code *} and {@code ?}; one of
 *     the list must be there. A redirect within the same host is as good as a header</td></tr>
 *   <tr><td>{@code body}</td><td>a text that must stand in the first 1 MiB of the body</td></tr>
 *   <tr><td>{@code content}</td><td>what the body must be: {@code any}, {@code url-lines}, {@code
 *     metalink}, {@code repomd}, {@code pgp-key}</td></tr>
 *   <tr><td>{@code redirect}</td><td>{@code any}, or a redirect that must come: {@code https} on
 *     the same host, {@code https-same-uri} with path and query unchanged. Another answer is a
 *     fault</td></tr>
 *   <tr><td>{@code redirect-port}</td><td>the port of https that this redirect must lead to; 443 if
 *     none is given</td></tr>
 *   <tr><td>{@code redirect-hosts}</td><td>other hosts that the destination itself may redirect to;
 *     {@code *} and {@code ?} stand for characters</td></tr>
 *   <tr><td>{@code identify}</td><td>{@code answer}: a verified certificate proves the destination,
 *     and the expectations must hold besides; without one, a header, a body, a content or a redirect
 *     that is expected; {@code expectations}: they are the proof</td></tr>
 *   <tr><td>{@code otherwise}</td><td>what an answer is that misses the expectations: {@code warn}
 *     ("answered, not identified") or {@code fail}</td></tr>
 * </table>
 *
 * <p>Order of judgement: what an explicit proxy itself answered is a fault of phase PROXY. Then, if
 * no verified certificate proves the sender, the signs of a filter or captive portal ({@code
 * FilterAnswers}) are a BLOCK_PAGE: known marks for every destination, where a product's mere name
 * needs a short page that refuses, and at the site also an error's status; for an external one also
 * a redirect to another host, by status, by meta tag or by script, and a login page. Then a status
 * that no sender makes a pass, unless the rule names it: 407, 5xx, a refusal that asks for a client
 * certificate. Then the expectations. A server that says that it has no site of the name is a
 * concern, whichever server it is. From a proven sender, or a server of the site, a redirect to
 * another host is an answer. An answer over plain HTTP with nothing that only the destination would
 * send is a concern, "not identified"; its page's digest lets the engine find hosts that give the
 * same one.
 *
 * <p>Bounds, wider than curl's: 128 KiB a header line, 10,000 headers, 512 KiB a head, 1 MiB of
 * body of which no more is read than the proof needs; no content coding is asked for and none is
 * undone. XML is not parsed: a metalink is recognised by its root element, found by a scan of its
 * first bytes, so that no entity is ever expanded.
 *
 * <p>{@code message} has requests and answers as they are on the wire, {@code persistence} the
 * probe that looks whether a load balancer keeps a client at one server.
 *
 * <p>Parses with httpcore over the session's own socket; knows {@code probe} and {@code model}.
 */
@NullMarked
package dev.rollcall.protocol.http;

import org.jspecify.annotations.NullMarked;
