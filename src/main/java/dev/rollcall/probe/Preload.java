package dev.rollcall.probe;

import dev.rollcall.probe.budget.CpuClock;
import dev.rollcall.probe.certificate.TrustRoots;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Loads what every run needs, the platform's roots and TLS, beside the reading of the catalogue: a
 * Java that has just started needs half a second for them. Sends nothing.
 */
public final class Preload implements Runnable {
  @Override
  public void run() {
    try {
      SSLEngine engine = TlsHandshake.engine();
      engine.beginHandshake();
      engine.wrap(
          ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    } catch (SSLException unusable) {
      // The first attempt will meet it again, and say so.
    }
    TrustRoots.Platform.load();
    CpuClock.of(Thread.currentThread());
  }
}
