package dev.rollcall.probe.net;

import dev.rollcall.model.attempt.Observation;
import dev.rollcall.probe.budget.AttemptBudget;
import dev.rollcall.probe.budget.Deadline;
import dev.rollcall.probe.budget.FloodException;
import dev.rollcall.probe.budget.NetworkWait;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A connected datagram socket of an attempt: it sees the ICMP errors of its destination, and takes
 * datagrams from no other address, unless it was opened to do so.
 */
public final class Datagrams {
  /** The most unrelated datagrams to ignore in one attempt. */
  private static final int STRANGERS = 1000;

  /** How long to wait after each sending, in percent of the time left at the first. */
  private static final int[] RESENT = {20, 12, 12, 12, 12, 14, 100};

  private final AttemptBudget budget;
  private final Consumer<Observation> notes;
  private final IntConsumer count;
  private final DatagramSocket socket;
  private final OtherSources others;
  private volatile Optional<byte[]> asked = Optional.empty();
  private volatile long askedAt;
  private volatile boolean begun;
  private volatile boolean answered;
  private int strangers;
  private int sendings;
  private int sent;
  private int lost;

  /**
   * @param notes takes what was seen of lost packets
   * @param count takes how many were sent, each time
   */
  public Datagrams(
      AttemptBudget budget,
      Consumer<Observation> notes,
      IntConsumer count,
      DatagramSocket socket,
      OtherSources others) {
    this.budget = budget;
    this.notes = notes;
    this.count = count;
    this.socket = socket;
    this.others = others;
  }

  /** How many were sent. */
  public int sent() {
    return sent;
  }

  /**
   * How many of these no answer came to; none of the questions of an answered {@link #askInTurn}.
   */
  public int lost() {
    return lost;
  }

  /**
   * How long it has waited for its first answer, nothing before it asks; empty if it does not wait,
   * or may not ask again.
   */
  public Optional<Duration> waiting() {
    return !begun
        ? Optional.of(Duration.ZERO)
        : question().map(any -> Duration.ofNanos(System.nanoTime() - askedAt));
  }

  /** What it asked last, if nothing has answered and it may be sent again. */
  public Optional<byte[]> question() {
    return asked.filter(any -> !answered).map(byte[]::clone);
  }

  /** Whether an answer came. */
  public boolean answered() {
    return answered;
  }

  /** The sender of the answer, if it was another address than the destination. */
  public Optional<InetAddress> otherSource() {
    return others
        .sender()
        .map(InetSocketAddress::getAddress)
        .filter(sender -> !sender.equals(socket.getInetAddress()));
  }

  /**
   * Sends a request until an answer comes, seven times at most, spread over the time left. The
   * second is sent after a fifth of it.
   *
   * @param request made anew for each sending
   * @param ours whether a datagram is an answer; others are ignored
   * @param most the largest answer wanted, in bytes; a longer one is cut
   * @return the first answer that is ours
   * @throws SocketTimeoutException if the deadline passes without one, or a flood of others comes;
   *     {@link OtherSourceException} if an answer came from elsewhere and is not to be taken
   */
  public byte[] ask(Supplier<byte[]> request, Predicate<byte[]> ours, int most) throws IOException {
    byte[] answer = repeated(request, ours, most);
    if (sendings > 1) {
      notes.accept(
          new Observation.Note(
              Observation.Note.LOSS + "the answer came after " + sendings + " datagrams"));
    }
    return answer;
  }

  /** As {@link #ask}, for requests that differ: silence for one of them is not loss. */
  public byte[] askInTurn(Supplier<byte[]> request, Predicate<byte[]> ours, int most)
      throws IOException {
    int before = lost;
    byte[] answer = repeated(request, ours, most);
    lost = before;
    return answer;
  }

  private byte[] repeated(Supplier<byte[]> request, Predicate<byte[]> ours, int most)
      throws IOException {
    // For good: the caller takes the answer's time, and must not wait for a permit.
    budget.pause();
    sendings = 0;
    Duration whole = budget.deadline().remaining();
    byte[] buffer = new byte[most];
    for (int percent : RESENT) {
      byte[] bytes = request.get();
      if (asked.isEmpty()) {
        askedAt = System.nanoTime();
      }
      asked = Optional.of(bytes);
      send(bytes);
      Deadline turn = budget.deadline().orAfter(whole.multipliedBy(percent).dividedBy(100));
      try {
        return receive(ours, buffer, turn);
      } catch (FloodException e) {
        throw e;
      } catch (SocketTimeoutException e) {
        Optional<byte[]> other = others.take(most, socket.getRemoteSocketAddress());
        answered |= others.sender().isPresent();
        if (other.isPresent()) {
          answered = true;
          return other.get();
        }
        lost++;
        if (budget.deadline().passed()) {
          throw silence(e);
        }
      } catch (IOException e) {
        lost += budget.aborted() ? 1 : 0;
        throw e;
      }
    }
    throw silence(new SocketTimeoutException("no answer"));
  }

  /** Another address may have answered, whose answer was not taken. */
  private SocketTimeoutException silence(SocketTimeoutException none) {
    return others
        .sender()
        .<SocketTimeoutException>map(
            from -> new OtherSourceException(socket.getInetAddress(), from))
        .orElse(none);
  }

  /**
   * As {@link #ask}, but sends one datagram only: for requests that a server must not get twice.
   */
  public byte[] askOnce(byte[] request, Predicate<byte[]> ours, int most) throws IOException {
    budget.pause();
    send(request);
    lost++;
    byte[] answer = receive(ours, new byte[most], budget.deadline());
    lost--;
    return answer;
  }

  private void send(byte[] bytes) throws IOException {
    begun = true;
    budget.phases().sent(System.nanoTime());
    socket.send(new DatagramPacket(bytes, bytes.length));
    sent++;
    count.accept(sent);
    sendings++;
  }

  private byte[] receive(Predicate<byte[]> ours, byte[] buffer, Deadline until) throws IOException {
    while (true) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      socket.setSoTimeout(until.timeoutOrLook());
      NetworkWait wait = budget.network();
      try {
        socket.receive(packet);
      } finally {
        budget.phases().read(wait.from(), wait.over(), false);
      }
      byte[] answer = Arrays.copyOf(buffer, packet.getLength());
      // Any datagram of the destination: it is not silent.
      answered = true;
      if (ours.test(answer)) {
        return answer;
      }
      if (++strangers > STRANGERS) {
        throw new FloodException(strangers);
      }
    }
  }
}
