package io.sallyport.e2e;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** All messages of one direction of a gRPC call, and how it ended. */
class Collected implements StreamObserver<String> {

    private final List<String> all = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Status> ended = new CompletableFuture<>();

    @Override
    public void onNext(String message) {
        all.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        ended.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        ended.complete(Status.OK);
    }

    List<String> all() {
        return all;
    }

    Status status() {
        return Await.get(ended);
    }
}
