/**
 * Hostile input for every parser of what comes from the network or from a file.
 *
 * <p>A target ({@link dev.rollcall.fuzz.target.FuzzTarget}) is a parser with a few valid inputs.
 * The runner changes these: bytes, numbers, lengths, text, nesting, parts of one input in another,
 * elements of ASN.1 with the lengths around them right again. An input whose result is new is
 * changed further. A finding is an exception that the target does not expect, an error, more
 * allocation than the target's bound, or an input that does not come to an end.
 *
 * <p>{@code target} is what a target is written with, {@code mutate} changes inputs, {@code run}
 * gives them to the targets and reports findings, and {@code script} is the network that a
 * conversation has instead of sockets.
 *
 * <p>The targets stand beside what they fuzz, in classes named {@code …FuzzTargets}, and {@code
 * AllTargets} lists these. {@code EveryParserTest} fails for a class that reads input and has no
 * target, so a new parser needs: a target with its seeds in its package's class, and that class in
 * the list.
 *
 * <ul>
 *   <li>{@code mvn verify} gives each target a fixed number of inputs from a fixed seed.
 *   <li>{@code mvn verify -Pfuzz -Dminutes=30} shares that time among the targets, with another
 *       seed each time, and runs no other test.
 *   <li>{@code -Dfuzz.only=smb} takes only the targets whose names begin so, {@code -Dfuzz.seed=N}
 *       another seed, {@code -Dfuzz.threads=1} fewer threads.
 *   <li>{@code -Dfuzz.only=smb.probe -Dfuzz.input=FILE} gives one input once.
 *   <li>In the inner loop: {@code mvn test -Dfast -DskipFuzz=false -Dtest=FuzzTest}.
 * </ul>
 *
 * <p>{@code target/fuzz} holds the number of inputs of each target ({@code inputs.txt}), and of
 * each finding the shortened input and a text with seed and stack trace.
 *
 * <p>Most inputs go all the way: a probe's conversation is judged and reported, and the run
 * document is read again. So that this takes microseconds and leaves the machine in peace, the
 * sockets of this one Java are no sockets ({@code ScriptedSocket}, {@code ScriptedDatagrams}), its
 * clock never runs out, and it looks up no name. Where TLS belongs to the conversation, a real TLS
 * server answers in memory ({@code Service}).
 *
 * <p>Certificates and keys among the seeds were made for these tests and are used nowhere else.
 */
package dev.rollcall.fuzz;
