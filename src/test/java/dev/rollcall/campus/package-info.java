/**
 * The tests that need the campus of {@code src/test/campus}, and what they share: {@code Campus}
 * starts it, runs Rollcall in it and switches faults on.
 *
 * <ul>
 *   <li>here: the machine and the campus are sound, before anything else is tested
 *   <li>{@code fault}: every fault of the campus, and the verdict that it must get
 *   <li>{@code network}: load balancer, proxy, TLS inspection, the other vantages
 *   <li>{@code login}: accounts at each kind of server, lockout, secrets
 *   <li>{@code answer}: stand-ins on their real ports
 *   <li>{@code history}: stored runs and drift
 *   <li>{@code hostile}: servers that send garbage, and forged names
 *   <li>{@code makes}: real servers of other makes
 *   <li>{@code command}: the command line, and files that root writes
 *   <li>{@code page}: the HTML report in a real browser
 *   <li>{@code packaging}: systemd units, Prometheus, a receiver of OTLP
 *   <li>{@code sqlserver}: no tests, but the campus' own SQL Server and SQL Browser
 * </ul>
 */
package dev.rollcall.campus;
